// The live page: connects the stream, the model and what is seen.
import { Model, duration, quantile } from './model.js';
import { effectWord, el, show, visible } from './detail.js';
import { retell, startFaults, startLists } from './steer.js';
import { languages } from './words.js';

const $ = (id) => document.getElementById(id);
const SHOWN = 200;

const model = new Model();
let language = localStorage.getItem('chatcb-language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
let t = languages[language];
let paused = false;
let held = [];
let chosen = null;
let detail = null; // the exchange that is shown in full
let connected = false;
let gone = false;
let about = { url: 'http://localhost:8080/', deadline_ms: 2000, recording: false };

function translate() {
  t = languages[language];
  document.documentElement.lang = language;
  for (const e of document.querySelectorAll('[data-text]')) e.textContent = t[e.dataset.text];
  for (const e of document.querySelectorAll('[data-label]')) e.setAttribute('aria-label', t[e.dataset.label]);
  $('pause').textContent = paused ? t.resume : t.pause;
  $('language').textContent = language === 'zh' ? 'English' : '中文';
  $('language').lang = language === 'zh' ? 'en' : 'zh';
  $('what').textContent = about.recording ? t.recording(about.target) : t.mockServer;
  document.title = `chatcb ${$('what').textContent}`;
  if (detail) show($('detail'), detail, t, say);
  retell();
  forgetRows(); // they have words too
  paint();
}

const keyOf = (r) => `${r.seq}/${r.place}`;

function row(r) {
  const key = keyOf(r);
  const who = visible(r.to ? `${r.from} → ${r.to}` : r.from || '–');
  const open = el('button', { type: 'button', onclick: () => choose(r.seq, key) }, who);
  const tr = el('tr', {},
    el('td', {}, new Date(r.time).toLocaleTimeString(language, { hour12: false })),
    el('td', {}, effectWord(r)),
    el('td', { class: 'who', title: who }, open),
    el('td', { class: 'why' }, el('span', { class: 'cause' }, r.cause || t.nobody), r.guarded ? el('span', { class: 'tag' }, t.guardTag) : null, ...r.faults.map((f) => el('span', { class: 'tag', title: f }, f.split(/[ =]/)[0])), r.rules.length ? el('span', { class: 'rules' }, r.rules.join(' ')) : null),
    el('td', { class: r.took > about.deadline_ms ? 'num bad-text' : 'num' }, duration(r.took)));
  tr.addEventListener('click', () => choose(r.seq, key));
  return tr;
}

// A row stays the same element as long as it is shown: one that is replaced under the pointer loses the click, and the
// focus.
let elements = new Map();
function forgetRows() {
  for (const tr of elements.values()) tr.remove();
  elements.clear();
}
function rowsShown() {
  const body = $('rows');
  const next = new Map();
  model.rows.filter((r) => !matching || matching.has(r.seq)).slice(0, SHOWN).forEach((r, i) => {
    const key = keyOf(r);
    const tr = elements.get(key) ?? row(r);
    tr.className = key === chosen ? 'chosen' : '';
    next.set(key, tr);
    if (body.children[i] !== tr) body.insertBefore(tr, body.children[i] ?? null);
  });
  for (const [key, tr] of elements) if (!next.has(key)) tr.remove();
  elements = next;
}

// The server knows the language of filters. It is asked about what came since it was asked last, once at a time.
let matching = null; // the numbers of what fits, or null without a filter
let checked = 0; // up to this number it is known
let matches = false; // it is being asked
let again = false;
async function match(anew) {
  const where = $('filter').value.trim();
  if (anew) {
    matching = where ? new Set() : null;
    checked = (model.rows.at(-1)?.seq ?? 1) - 1;
    $('filter').removeAttribute('aria-invalid');
    paintSoon();
  }
  again = true;
  if (matches) return;
  matches = true;
  while (again && matching) {
    again = false;
    await matchOnce(matching, model.last);
  }
  matches = false;
}
async function matchOnce(set, upTo) {
  const where = encodeURIComponent($('filter').value.trim());
  const answer = await fetch(`/api/exchanges?limit=1000&after=${checked}&where=${where}`);
  const value = await answer.json();
  if (set !== matching) return; // it is another filter by now
  $('filter').setAttribute('aria-invalid', String(!answer.ok));
  if (!answer.ok) { say(value.error); return; }
  for (const x of value.exchanges) set.add(x.seq);
  checked = upTo;
  paintSoon();
}

function latency() {
  const svg = $('latency');
  const list = model.latencies;
  const deadline = `${about.deadline_ms / 1000} s`;
  const top = Math.max(about.deadline_ms * 1.15, ...list);
  const y = (ms) => 62 - 60 * Math.sqrt(ms / top); // the root keeps fast answers visible beside the deadline
  const ns = 'http://www.w3.org/2000/svg';
  const shape = (name, attributes) => {
    const e = document.createElementNS(ns, name);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    return e;
  };
  svg.replaceChildren(...list.map((ms, i) => shape('rect', {
    x: 4 * i, width: 3, y: y(ms), height: 64 - y(ms), class: ms > about.deadline_ms ? 'bar late' : 'bar',
  })), shape('line', { x1: 0, x2: 480, y1: y(about.deadline_ms), y2: y(about.deadline_ms), class: 'limit' }));
  $('latency-text').textContent = list.length
    ? t.latency(list.length, duration(quantile(list, 0.5)), duration(Math.max(...list)), deadline) : t.noLatency(deadline);
}

function paint() {
  $('count-all').textContent = model.counts.all.toLocaleString(language);
  $('count-blocked').textContent = model.counts.blocked.toLocaleString(language);
  $('count-allowed').textContent = model.counts.allowed.toLocaleString(language);
  $('count-open').textContent = model.counts.open.toLocaleString(language);
  rowsShown();
  $('empty').hidden = model.rows.length > 0;
  const gap = paused && held.length ? t.held(held.reduce((n, b) => n + b.exchanges.length, 0)) : model.lost ? t.gap(model.lost) : '';
  $('gap').textContent = gap;
  $('gap').hidden = !gap;
  $('link').textContent = connected ? t.live : gone ? t.gone : t.away;
  $('link').classList.toggle('on', connected);
  latency();
}

let waiting = false;
function paintSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; paint(); });
}

function say(text) { $('said').textContent = text; }

async function choose(seq, key) {
  chosen = key;
  paintSoon();
  const answer = await fetch(`/api/exchanges/${seq}`);
  const value = await answer.json();
  detail = answer.ok ? value : null;
  if (detail) show($('detail'), detail, t, say);
  else $('detail').replaceChildren(el('p', { class: 'error' }, value.error));
}

function take(batch) {
  if (batch.anew) { forgetRows(); held = []; }
  if (!paused || batch.anew) { model.add(batch); return; }
  held.push(batch);
  while (held.length > 50) model.lost += held.shift().exchanges.length; // a page left paused must not grow for ever
}

function connect() {
  const stream = new EventSource(`/api/stream?after=${model.last}`);
  stream.addEventListener('open', () => { connected = true; gone = false; paintSoon(); });
  stream.addEventListener('error', () => {
    connected = false;
    if (stream.readyState === EventSource.CLOSED) { // the server answers, but not with the stream
      gone = true;
      setTimeout(connect, 3000);
    }
    paintSoon();
  });
  stream.addEventListener('exchanges', (e) => {
    take(JSON.parse(e.data));
    if (matching) match(false);
    paintSoon();
  });
}

$('pause').addEventListener('click', () => {
  paused = !paused;
  $('pause').setAttribute('aria-pressed', String(paused));
  if (!paused) { held.forEach((b) => model.add(b)); held = []; }
  translate();
});
$('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  localStorage.setItem('chatcb-language', language);
  translate();
});
let typing = 0;
$('filter').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => match(true), 150); });
document.addEventListener('keyup', (e) => { // not keydown: the stroke itself must not land in the field
  if (e.key === '/' && document.activeElement?.tagName !== 'INPUT') $('filter').focus();
});
document.addEventListener('keydown', (e) => {
  const at = document.activeElement?.closest?.('tr');
  if (at && e.key === 'ArrowDown') { e.preventDefault(); at.nextElementSibling?.querySelector('button').focus(); }
  if (at && e.key === 'ArrowUp') { e.preventDefault(); at.previousElementSibling?.querySelector('button').focus(); }
});

try {
  const answer = await fetch('/about.json');
  if (answer.ok) about = await answer.json();
} catch { /* the page says that it is not connected */ }
$('try').textContent = `chatcb send ${about.url}`;
$('redacted').hidden = !about.redacted;
translate();
connect();
if (!about.recording) {
  $('controls').hidden = false;
  startFaults(() => t);
  startLists(() => t);
}

// The live page: connects the stream, the model and what is seen.
import { Figures, List, duration, joined } from './model.js';
import { effectWord, el, show, visible } from './detail.js';
import { latency } from './latency.js';
import { retell, startFaults, startLists } from './steer.js';
import { language, loadTexts, speak, t } from './words.js';

const $ = (id) => document.getElementById(id);
const names = { en: 'English', zh: '中文' };

let about = { url: 'http://localhost:8080/', deadline_ms: 2000, recording: false };
let list = new List();
const figures = new Figures();
let paused = false;
let held = []; // batches that came meanwhile
let chosen = { seq: 0, key: '' };
let detail = null; // the exchange that is shown in full
let connected = false;
let gone = false;

function translate() {
  document.documentElement.lang = language();
  for (const e of document.querySelectorAll('[data-text]')) e.textContent = t(e.dataset.text);
  for (const e of document.querySelectorAll('[data-label]')) e.setAttribute('aria-label', t(e.dataset.label));
  $('pause').textContent = t(paused ? 'resume' : 'pause');
  const other = language() === 'zh' ? 'en' : 'zh';
  $('language').textContent = names[other];
  $('language').lang = other;
  $('what').textContent = about.recording ? t('recording', { to: about.target }) : t('mock-server');
  document.title = `chatcb ${$('what').textContent}`;
  if (detail) tell().catch(() => {});
  retell();
  forgetRows(); // they have words too
  paint();
}

function row(r) {
  const who = visible(r.to ? `${r.from} → ${r.to}` : r.from || '–');
  const open = el('button', { type: 'button' }, who);
  const tr = el('tr', {},
    el('td', { class: 'time' }, new Date(r.time).toLocaleTimeString(language(), { hour12: false })),
    el('td', { class: 'effect' }, effectWord(r)),
    el('td', { class: 'who' }, open),
    el('td', { class: 'why' }, el('span', { class: 'cause' }, r.cause || t('nobody')), r.guarded ? el('span', { class: 'tag' }, t('guard-tag')) : null,
      ...r.faults.map((f) => el('span', { class: 'tag' }, visible(f.split(/[ =]/)[0]))), r.rules.length ? el('span', { class: 'rules' }, r.rules.join(' ')) : null),
    el('td', { class: r.took > about.deadline_ms ? 'num bad-text' : 'num' }, duration(r.took)));
  tr.addEventListener('click', () => choose(r.seq, r.key));
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
  list.rows.forEach((r, i) => {
    const tr = elements.get(r.key) ?? row(r);
    tr.className = r.key === chosen.key ? 'chosen' : '';
    next.set(r.key, tr);
    if (body.children[i] !== tr) body.insertBefore(tr, body.children[i] ?? null);
  });
  for (const [key, tr] of elements) if (!next.has(key)) tr.remove();
  elements = next;
}

function paint() {
  const { counts } = figures;
  const number = (id, n) => { $(id).textContent = n.toLocaleString(language()); };
  number('count-all', figures.accounts);
  number('count-blocked', counts.blocked);
  number('count-allowed', figures.allowed);
  number('count-open', counts.fail_open);
  $('count-kept').textContent = t('kept', { requests: counts.exchanges, kept: counts.kept });
  $('count-leaks').textContent = counts.leaks ? t('leaks', { n: counts.leaks }) : '';
  rowsShown();
  $('empty').hidden = list.rows.length > 0 || list.where !== '';
  $('no-match').hidden = list.rows.length > 0 || list.where === '';
  $('older').hidden = !list.more;
  const waits = held.reduce((n, b) => n + b.exchanges.length, 0);
  const gap = paused && waits ? t('held', { n: waits }) : list.lost && !list.where ? t('gap', { n: list.lost }) : '';
  $('gap').textContent = gap;
  $('gap').hidden = !gap;
  $('link').textContent = t(connected ? 'live' : gone ? 'gone' : 'away');
  $('link').classList.toggle('on', connected);
  latency($('latency'), $('latency-text'), figures.latencies, about.deadline_ms);
}

let waiting = false;
function paintSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; paint(); });
}

function say(text, bad = false) {
  $('said').textContent = text;
  $('said').className = bad ? 'said error' : 'said';
  $('said').hidden = !text;
}

// The address has what is searched and which exchange is shown, so that it can be sent to somebody who may see the page.
function remember() {
  const state = new URLSearchParams();
  if (list.where) state.set('q', list.where);
  if (chosen.seq) state.set('seq', chosen.seq);
  history.replaceState(null, '', state.size ? `#${state}` : location.pathname + location.search);
}

async function follow(hash) {
  const state = new URLSearchParams(hash.slice(1));
  $('filter').value = state.get('q') ?? '';
  await search();
  const seq = Number(state.get('seq'));
  if (seq > 0 && seq !== chosen.seq) await choose(seq, `${seq}/0`);
}

async function choose(seq, key) {
  chosen = { seq, key };
  remember();
  paintSoon();
  try {
    const answer = await fetch(`/api/exchanges/${seq}`);
    const value = await answer.json();
    if (seq !== chosen.seq) return; // another was chosen meanwhile
    detail = answer.ok ? value : null;
    if (detail) await tell();
    else $('detail').replaceChildren(el('p', { class: 'error' }, visible(value.error)));
    if (getComputedStyle($('detail').parentElement).gridTemplateColumns.split(' ').length === 1) $('detail').scrollIntoView({ block: 'start' });
  } catch (e) { say(e.message, true); }
}

/** tell shows the exchange, with its findings in the language of the page: those of its own members are English. */
async function tell() {
  const x = detail;
  if (language() !== 'en' && x.findings.length + (x.request_findings?.length ?? 0)) {
    const answer = await fetch(`/api/exchanges/${x.seq}/findings?language=${language()}`);
    const said = answer.ok ? await answer.json() : {};
    const merged = (list, own) => list?.map((f, i) => ({ ...f, ...(own?.[i]?.rule === f.rule ? own[i] : {}) }));
    if (x === detail) show($('detail'), { ...x, findings: merged(x.findings, said.findings), request_findings: merged(x.request_findings, said.request_findings) }, actions);
  } else show($('detail'), x, actions);
}

/** search asks the server anew. What is wrong with the words is said, and the list stays. */
let searches = 0;
let meanwhile = []; // batches that came while the server was asked
async function search() {
  const turn = ++searches;
  const next = new List($('filter').value.trim());
  meanwhile = [];
  try {
    await next.load();
    if (turn !== searches) return; // other words were typed by now
    list = next;
    if (!figures.latencies.length) figures.answered(list.latencies); // of before the page was opened
    for (const b of meanwhile.splice(0)) take(b);
    $('filter').setAttribute('aria-invalid', 'false');
    if ($('said').classList.contains('error')) say('');
  } catch (e) {
    if (turn !== searches) return;
    $('filter').setAttribute('aria-invalid', 'true');
    say(visible(e.message), true);
  }
  remember();
  paintSoon();
}

// Batches are taken one after the other; those that come while the server is asked become one.
let pending = [];
let taking = false;
async function take(batch) {
  if (batch) pending.push(batch);
  if (taking) return;
  taking = true;
  while (pending.length) {
    const all = joined(pending.splice(0));
    try { await list.take(all); } catch (e) { say(visible(e.message), true); }
    paintSoon();
  }
  taking = false;
}

function forget() {
  [held, pending, detail, chosen, list] = [[], [], null, { seq: 0, key: '' }, new List(list.where)];
  forgetRows();
  $('detail').replaceChildren(el('p', { class: 'empty', 'data-text': 'choose' }, t('choose')));
  remember();
}

function came(batch) {
  figures.take(batch);
  if (batch.anew || batch.cleared) {
    forget();
    search();
    return;
  }
  if (meanwhile.push(batch) > 50) meanwhile.shift();
  if (!paused) { take(batch); return; }
  held.push(batch);
  while (held.length > 50) list.lost += held.shift().exchanges.length; // a page left paused must not grow for ever
  paintSoon();
}

function connect() {
  const stream = new EventSource(`/api/stream?after=${list.last}`);
  stream.addEventListener('open', async () => {
    [connected, gone] = [true, false];
    try { await figures.load(); } catch { /* the next batch brings them */ }
    paintSoon();
  });
  stream.addEventListener('error', () => {
    connected = false;
    if (stream.readyState === EventSource.CLOSED) { // the server answers, but not with the stream
      gone = true;
      setTimeout(connect, 3000);
    }
    paintSoon();
  });
  stream.addEventListener('exchanges', (e) => came(JSON.parse(e.data)));
}

const actions = {
  say,
  async resend(x) {
    try {
      const answer = await fetch(`/api/exchanges/${x.seq}/resend`, { method: 'POST' });
      const value = await answer.json();
      if (!answer.ok) throw new Error(value.error);
      say(t('resent', { status: value.status && String(value.status), took: duration(value.took_ms) }), !value.status);
    } catch (e) { say(visible(e.message), true); }
  },
  canResend: () => !about.redacted,
};

$('pause').addEventListener('click', () => {
  paused = !paused;
  $('pause').setAttribute('aria-pressed', String(paused));
  if (!paused) for (const b of held.splice(0)) take(b);
  translate();
});
let sure = 0; // to forget everything takes two clicks
$('clear').addEventListener('click', async () => {
  const button = $('clear');
  const back = () => { clearTimeout(sure); sure = 0; button.textContent = t('clear'); };
  if (!sure) {
    button.textContent = t('clear-sure');
    sure = setTimeout(back, 4000);
    return;
  }
  back();
  try {
    const answer = await fetch('/api/reset', { method: 'POST' });
    if (!answer.ok) throw new Error(answer.statusText);
    say(t('cleared'));
  } catch (e) { say(visible(e.message), true); }
});
$('older').addEventListener('click', async () => {
  try { await list.older(); } catch (e) { say(visible(e.message), true); }
  paintSoon();
});
$('language').addEventListener('click', () => {
  speak(language() === 'zh' ? 'en' : 'zh');
  localStorage.setItem('chatcb-language', language());
  translate();
});
let typing = 0;
$('filter').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(search, 150); });
addEventListener('hashchange', (e) => follow(new URL(e.newURL).hash));
document.addEventListener('keyup', (e) => { // not keydown: the stroke itself must not land in the field
  if (e.key === '/' && document.activeElement?.tagName !== 'INPUT') $('filter').focus();
});
document.addEventListener('keydown', (e) => {
  const at = document.activeElement?.closest?.('tr');
  if (at && e.key === 'ArrowDown') { e.preventDefault(); at.nextElementSibling?.querySelector('button').focus(); }
  if (at && e.key === 'ArrowUp') { e.preventDefault(); at.previousElementSibling?.querySelector('button').focus(); }
});

try {
  const [answer] = await Promise.all([fetch('/about.json'), loadTexts()]);
  if (answer.ok) about = await answer.json();
} catch { /* the page says that it is not connected */ }
speak(localStorage.getItem('chatcb-language') ?? (navigator.language.startsWith('zh') ? 'zh' : about.language));
$('try').textContent = `chatcb send ${about.url}`;
$('redacted').hidden = !about.redacted;
translate();
await follow(location.hash);
connect();
if (!about.recording) {
  $('controls').hidden = false;
  const away = () => {}; // the page says that it is not connected
  startFaults().catch(away);
  startLists().catch(away);
}

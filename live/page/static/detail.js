// The detail of one exchange. Text comes from outside: it only ever becomes text nodes.
import { curl, goTest, scenario } from './copy.js';
import { size } from './model.js';

export function el(name, props = {}, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(props)) {
    if (k === 'class') e.className = v;
    else if (k.startsWith('on')) e.addEventListener(k.slice(2), v);
    else e.setAttribute(k, v);
  }
  e.append(...children.filter((c) => c !== null && c !== undefined));
  return e;
}

/** visible shows control characters and marks of direction as escapes, so that text cannot pose as other text. */
export function visible(text) {
  return String(text ?? '').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g,
    (c) => (c === '\r' ? '' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));
}

export function effectWord(v) {
  const open = v.effect === 'ALLOW' && v.cause !== 'said';
  return el('span', { class: `word ${v.effect === 'BLOCK' ? 'block' : open ? 'open' : ''}` }, v.effect);
}

function verdicts(x, t) {
  const list = el('dl');
  for (const v of x.verdicts) {
    const fate = v.effect === 'BLOCK' ? t.notAdded : t.added;
    list.append(el('dt', {}, visible(v.account)), el('dd', {}, effectWord(v), ` ${fate}: ${t.said} ${v.said}${v.code ? ` ${v.code}` : ''}`,
      v.cause === 'said' ? '' : `, ${t.why} ${v.cause}`,
      v.basis === 'assumed' ? ` (${t.assumed})` : ''));
  }
  return list;
}

function findings(list, t) {
  if (!list?.length) return [el('p', {}, t.none)];
  return list.map((f) => el('div', { class: `finding ${f.level}` },
    el('p', {}, el('strong', {}, f.rule), ` ${f.severity}${f.account ? ` · ${visible(f.account)}` : ''}`),
    el('p', {}, visible(f.message)),
    el('p', { class: 'name' }, `${t.expected} ${visible(f.expected)}; ${t.received} ${visible(f.received)}`)));
}

function trace(x, t) {
  if (!x.trace.some((d) => d.rule)) {
    return [el('p', {}, t.noTrace), ...x.trace.slice(0, 1).map((d) => steps(d, t)).filter(Boolean)];
  }
  return x.trace.map((d) => el('div', {}, el('p', {}, el('strong', {}, visible(d.account)),
    ` ${d.code === 0 ? t.letThrough : `${t.denied} ${d.code}`}${d.why ? ` · ${visible(d.why)}` : ` · ${t.noRule}`}`), steps(d, t)));
}

/** steps are the rules that were tried for an account, in order. */
function steps(d, t) {
  if (!d?.steps?.length) return null;
  return el('details', { class: 'steps' }, el('summary', {}, t.steps(d.steps.length)), el('ol', {}, ...d.steps.map((s) => el('li', { class: s.held ? 'held' : '' },
    el('strong', {}, visible(s.rule)), ` ${s.error ? visible(s.error) : s.held ? t.heldSo : t.heldNot} `, el('code', {}, visible(s.when || '–')),
    s.values?.length ? el('span', { class: 'name' }, ` ${s.values.map((v) => `${v.name} = ${visible(JSON.stringify(v.value))}`).join(', ')}`) : null))));
}

/** guard says what the guard of a recording proxy put in the place of what the backend said. */
function guard(g, t) {
  return [el('h2', {}, t.guard), el('p', { class: 'bad-text' }, t.guarded(g.accounts.map(visible).join(', '), g.cause)), el('p', {}, visible(g.problem)),
    ...(g.received ? [el('p', { class: 'name' }, t.instead), el('pre', { tabindex: '0' }, visible(g.received.replaceAll('\r\n', '\n')))] : [])];
}

function message(title, m, t) {
  const body = m?.body ?? (m?.body_base64 ? `base64: ${m.body_base64}` : '');
  const text = (m?.head ?? '') + body;
  return [el('h2', {}, title, ' ', el('span', { class: 'name' }, size(text))),
    text ? el('pre', { tabindex: '0' }, visible(text.replaceAll('\r\n', '\n'))) : el('p', {}, t.none)];
}

function faults(x) {
  if (!x.fault) return '';
  const list = Array.isArray(x.fault) ? x.fault : [{ fault: x.fault, seed: x.seed, draw: x.draw }];
  return list.map((f) => `${f.fault} (seed ${f.seed}, ${f.draw})`).join(', ');
}

/** show fills the detail with an exchange. */
export function show(place, x, t, say) {
  const copy = (label, make) => el('button', {
    type: 'button',
    onclick: async () => { await navigator.clipboard.writeText(await make(x)); say(t.copied); },
  }, label);
  const facts = el('dl', {}, el('dt', {}, t.time), el('dd', {}, new Date(x.time).toLocaleString(document.documentElement.lang, { hour12: false })),
    el('dt', {}, t.status), el('dd', {}, String(x.response?.status ?? '–')));
  if (x.client) facts.append(el('dt', {}, t.client), el('dd', {}, x.client));
  if (x.policy) facts.append(el('dt', {}, t.policy), el('dd', {}, visible(x.policy)));
  if (x.refused) facts.append(el('dt', {}, t.refused), el('dd', { class: 'bad-text' }, visible(x.refused)));
  if (x.unreadable) facts.append(el('dt', {}, t.unreadable), el('dd', { class: 'bad-text' }, visible(x.unreadable)));
  if (x.fault) facts.append(el('dt', {}, t.fault), el('dd', { class: 'bad-text' }, faults(x)));
  place.replaceChildren(
    el('h2', {}, `${t.exchange} ${x.seq}`), facts,
    el('h2', {}, t.would), x.verdicts.length ? verdicts(x, t) : el('p', {}, t.nobody),
    ...(x.guard ? guard(x.guard, t) : []),
    el('h2', {}, t.findings), ...findings(x.findings, t),
    ...(x.request_findings?.length ? [el('h2', {}, t.requestFindings), ...findings(x.request_findings, t)] : []),
    ...(x.trace ? [el('h2', {}, t.trace), ...trace(x, t)] : []),
    el('div', { class: 'copies' }, copy(t.copyCurl, curl), copy(t.copyScenario, scenario), copy(t.copyTest, goTest)),
    ...message(t.asked, x.request, t), ...message(t.answered, x.response, t));
}

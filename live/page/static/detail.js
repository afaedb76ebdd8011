// The detail of one exchange. Text comes from outside: it only ever becomes text nodes.
import { curl, goTest, scenario } from './copy.js';
import { duration, size } from './model.js';
import { t } from './words.js';

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

function verdicts(x) {
  const list = el('dl');
  for (const v of x.verdicts) {
    const rest = t('said', { said: v.said, code: v.code ? String(v.code) : '', cause: v.cause === 'said' ? '' : v.cause, assumed: v.basis === 'assumed' });
    list.append(el('dt', {}, visible(v.account)), el('dd', {}, effectWord(v), ' ', t(v.effect === 'BLOCK' ? 'not-added' : 'added', { rest })));
  }
  return list;
}

function findings(list) {
  if (!list?.length) return [el('p', {}, t('none'))];
  return list.map((f) => el('div', { class: `finding ${f.level}` },
    el('p', {}, el('strong', {}, f.rule), ` ${f.severity}${f.account ? ` · ${visible(f.account)}` : ''}`),
    el('p', {}, visible(f.message)),
    el('p', { class: 'name' }, t('compared', { expected: visible(f.expected), received: visible(f.received) }))));
}

function trace(x) {
  if (!x.trace.some((d) => d.rule)) {
    return [el('p', {}, t('no-trace')), ...x.trace.slice(0, 1).map((d) => steps(d)).filter(Boolean)];
  }
  return x.trace.map((d) => el('div', {}, el('p', {}, el('strong', {}, visible(d.account)),
    ` ${d.code === 0 ? t('let-through') : t('denied', { code: String(d.code) })} · ${d.why ? visible(d.why) : t('no-rule')}`), steps(d)));
}

/** steps are the rules that were tried for an account, in order. */
function steps(d) {
  if (!d?.steps?.length) return null;
  return el('details', { class: 'steps' }, el('summary', {}, t('steps', { n: d.steps.length })), el('ol', {}, ...d.steps.map((s) => el('li', { class: s.held ? 'held' : '' },
    el('strong', {}, visible(s.rule)), ` ${s.error ? visible(s.error) : t(s.held ? 'held-so' : 'held-not')} `, el('code', {}, visible(s.when || '–')),
    s.values?.length ? el('span', { class: 'name' }, ` ${s.values.map((v) => `${visible(v.name)} = ${visible(JSON.stringify(v.value))}`).join(', ')}`) : null))));
}

/** guard says what the guard of a recording proxy put in the place of what the backend said. */
function guard(g) {
  return [el('h2', {}, t('guard')), el('p', { class: 'bad-text' }, t('guarded', { who: g.accounts.map(visible).join(', '), cause: visible(g.cause) })), el('p', {}, visible(g.problem)),
    ...(g.received ? [el('p', { class: 'name' }, t('instead')), el('pre', { tabindex: '0' }, visible(g.received.replaceAll('\r\n', '\n')))] : [])];
}

/** laidOut is JSON text with its members on lines of their own, or null for other text. Every token stays as it is spelt: numbers, escapes, members that are there twice. */
export function laidOut(text) {
  try { JSON.parse(text); } catch { return null; }
  let [out, depth] = ['', 0];
  const line = () => `\n${'  '.repeat(depth)}`;
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  tokens.forEach((token, i) => {
    const empty = /[{[]/.test(tokens[i - 1] ?? '') && /[}\]]/.test(token);
    if (/^[}\]]/.test(token)) { depth--; out += empty ? token : line() + token; return; }
    if (/[{[]/.test(tokens[i - 1] ?? '')) out += line();
    out += token;
    if (/^[{[]/.test(token)) depth++;
    else if (token === ',') out += line();
    else if (token === ':') out += ' ';
  });
  return out;
}

function message(title, m) {
  const body = m?.body ?? (m?.body_base64 ? `base64: ${m.body_base64}` : '');
  const head = m?.head ?? '';
  if (!head && !body) return [el('h2', {}, title), el('p', {}, t('none'))];
  const pretty = laidOut(body);
  const pre = el('pre', { tabindex: '0' });
  const button = el('button', { type: 'button', class: 'small' });
  const put = (asSent) => {
    pre.textContent = visible((head + (asSent ? body : pretty)).replaceAll('\r\n', '\n'));
    button.textContent = t(asSent ? 'laid-out' : 'as-sent');
    button.onclick = () => put(!asSent);
  };
  put(pretty === null || pretty === body);
  return [el('h2', {}, title, ' ', el('span', { class: 'name' }, size(head + body)), ' ', pretty === null ? null : button), pre];
}

function faults(x) {
  const list = Array.isArray(x.fault) ? x.fault : [{ fault: x.fault, seed: x.seed, draw: x.draw }];
  return list.map((f) => `${f.fault} (seed ${f.seed}, ${f.draw})`).join(', ');
}

/** show fills the detail with an exchange. */
export function show(place, x, { say, resend, canResend }) {
  const button = (label, act) => el('button', {
    type: 'button',
    onclick: async () => { try { await act(x); } catch (e) { say(visible(e.message), true); } },
  }, t(label));
  const copy = (label, make) => button(label, async () => { await navigator.clipboard.writeText(await make(x)); say(t('copied')); });
  const facts = el('dl', {}, el('dt', {}, t('time')), el('dd', {}, new Date(x.time).toLocaleString(document.documentElement.lang, { hour12: false })),
    el('dt', {}, t('status')), el('dd', {}, String(x.response?.status ?? '–')), el('dt', {}, t('took')), el('dd', {}, duration(x.timing_ms?.last_byte ?? 0)));
  const fact = (name, text, bad) => { if (text) facts.append(el('dt', {}, t(name)), el('dd', { class: bad ? 'bad-text' : '' }, visible(text))); };
  fact('client', x.client);
  fact('policy', x.policy);
  fact('refused', x.refused, true);
  fact('unreadable', x.unreadable, true);
  fact('fault', x.fault && faults(x), true);
  place.replaceChildren(
    el('h2', {}, t('exchange', { seq: String(x.seq) })),
    el('div', { class: 'copies' }, ...(canResend() ? [button('resend', resend)] : []), copy('copy-link', () => location.href), copy('copy-curl', curl),
      copy('copy-scenario', scenario), copy('copy-test', goTest)),
    facts,
    el('h2', {}, t('would')), x.verdicts.length ? verdicts(x) : el('p', {}, t('nobody')),
    ...(x.guard ? guard(x.guard) : []),
    el('h2', {}, t('findings')), ...findings(x.findings),
    ...(x.request_findings?.length ? [el('h2', {}, t('request-findings')), ...findings(x.request_findings)] : []),
    ...(x.trace ? [el('h2', {}, t('trace')), ...trace(x)] : []),
    ...message(t('asked'), x.request), ...message(t('answered'), x.response));
}

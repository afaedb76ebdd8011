// Switching faults and editing the lists of the policy.
import { el, visible } from './detail.js';
import { t } from './words.js';

async function api(method, path, body) {
  const answer = await fetch(path, { method, headers: body ? { 'Content-Type': 'application/json' } : {}, body: body && JSON.stringify(body) });
  const value = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(value?.error ?? answer.statusText);
  return value;
}

const get = (path) => api('GET', path);

/** retell says again, in the language of now, how the server behaves. */
export let retell = () => {};

export async function startFaults() {
  const input = document.querySelector('#fault');
  const now = document.querySelector('#fault-now');
  const tell = (state) => {
    now.className = 'hint';
    now.textContent = state.script ? t('running', { script: state.script }) : t('behaving');
    retell = () => tell(state);
  };
  const set = async (script) => {
    try { tell(await api('PUT', '/api/faults', { script })); } catch (e) { now.className = 'hint error'; now.textContent = e.message; }
  };
  document.querySelector('#fault-form').addEventListener('submit', (e) => { e.preventDefault(); set(input.value); });
  document.querySelector('#fault-off').addEventListener('click', () => { input.value = ''; set(''); });
  tell(await get('/api/faults'));
  const names = document.querySelector('#fault-names');
  for (const f of await get('/api/faults/catalogue')) names.append(el('option', { value: f.id }, f.title));
}

export async function startLists() {
  const place = document.querySelector('#list-forms');
  const { policy } = await get('/api/policy');
  const names = Object.keys(policy?.lists ?? {});
  if (!names.length) { place.replaceChildren(el('p', { class: 'hint' }, t('no-lists'))); return; }
  place.replaceChildren(...names.map((name) => listForm(name)));
}

function listForm(name) {
  const path = `/api/lists/${encodeURIComponent(name)}`;
  const input = el('input', { id: `list-${name}`, spellcheck: 'false', autocomplete: 'off' });
  const shown = el('p', { class: 'hint', role: 'status' });
  const tell = (list) => { shown.className = 'hint'; shown.textContent = visible(list.entries.join(', ')); };
  const edit = async (change) => {
    try { tell(await api('PATCH', path, change)); } catch (e) { shown.className = 'hint error'; shown.textContent = e.message; }
  };
  get(path).then(tell, () => {});
  return el('form', { onsubmit: (e) => { e.preventDefault(); edit({ add: [input.value] }); } },
    el('label', { for: input.id }, name), input,
    el('button', { type: 'submit' }, t('add')),
    el('button', { type: 'button', onclick: () => edit({ remove: [input.value] }) }, t('remove')), shown);
}

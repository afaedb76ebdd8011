// Searching, the keyboard and copying. Without this script everything can still be read, and filtered by kind.
(() => {
  'use strict';
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const texts = JSON.parse(document.body.dataset.texts);
  const say = (key, args = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => args[name]);
  const byId = (id) => document.getElementById(id);
  const cases = all('.case');
  const read = new Map();
  const [search, tag, shown, nothing, keys] = ['search', 'tag', 'shown', 'nothing', 'keys'].map(byId);
  const kinds = all('.filter input[type=checkbox]');
  all('.scripted').forEach((e) => { e.hidden = false; });

  // The text of a case is read when it is first searched for: a page may hold thousands of exchanges.
  const textOf = (c) => {
    if (!read.has(c)) read.set(c, c.textContent.toLowerCase());
    return read.get(c);
  };
  const visible = () => cases.filter((c) => c.getClientRects().length > 0);
  const apply = () => {
    if (!search) return;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const tagged = (c) => !tag.value || (c.dataset.tags ?? '').split(' ').includes(tag.value);
    for (const c of cases) c.hidden = !tagged(c) || !words.every((w) => textOf(c).includes(w));
    const n = visible().length;
    shown.textContent = n === cases.length ? '' : say('shown', { shown: n, all: cases.length });
    nothing.hidden = n > 0;
  };
  // What is searched and shown, and the case that is looked at, stand in the address, so that they can be sent to somebody.
  let here = null;
  const remember = () => {
    const state = new URLSearchParams();
    if (search && search.value) state.set('q', search.value);
    if (tag && tag.value) state.set('tag', tag.value);
    if (kinds.some((k) => k.checked !== k.defaultChecked)) state.set('show', kinds.filter((k) => k.checked).map((k) => k.value).join(','));
    if (here && state.size) state.set('case', here.id);
    history.replaceState(null, '', state.size ? `#?${state}` : here ? `#${here.id}` : location.pathname + location.search);
  };
  const changed = () => { apply(); remember(); };
  let waiting = 0;
  if (search) {
    const tags = new Set(cases.flatMap((c) => (c.dataset.tags ?? '').split(' ')).filter(Boolean));
    tag.append(...[...tags].sort().map((t) => new Option(t, t)));
    tag.parentElement.hidden = tags.size < 2;
    search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(changed, 80); });
    [tag, ...kinds].forEach((e) => e.addEventListener('change', changed));
    document.querySelector('.filter').addEventListener('submit', (e) => { e.preventDefault(); changed(); });
    byId('unfold').addEventListener('click', () => unfold());
  }

  const look = (c) => {
    if (here) here.classList.remove('here');
    here = c;
    c.classList.add('here');
  };
  const go = (c) => {
    if (!c) return;
    look(c);
    remember();
    c.querySelector('summary').focus({ preventScroll: true });
    c.scrollIntoView({ block: 'nearest' });
  };
  const step = (by, wanted = () => true) => {
    const list = visible().filter((c) => wanted(c) || c === here);
    const at = list.indexOf(here);
    go(at < 0 ? list[by > 0 ? 0 : list.length - 1] : list[at + by]);
  };
  const unfold = () => {
    const list = visible();
    const open = !list.every((c) => c.open);
    list.forEach((c) => { c.open = open; });
  };
  const theme = () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  };
  // The address names a case, which is shown even if it was folded or filtered away, or what is searched and shown.
  const follow = () => {
    if (!search) return;
    const state = new URLSearchParams(location.hash.startsWith('#?') ? location.hash.slice(2) : '');
    const c = byId(state.get('case') ?? decodeURIComponent(location.hash.slice(1)));
    const found = c && c.classList.contains('case');
    if (!state.size && !found) return;
    search.value = state.get('q') ?? '';
    tag.value = state.get('tag') ?? '';
    const show = state.get('show')?.split(',');
    kinds.forEach((k) => { k.checked = show ? show.includes(k.value) : k.defaultChecked; });
    if (found) {
      byId(`show-${c.dataset.kind}`).checked = true;
      c.open = true;
      look(c);
    }
    apply();
    (found ? c : byId('cases')).scrollIntoView({ block: 'start' });
  };
  addEventListener('hashchange', follow);
  byId('theme-button').addEventListener('click', theme);
  byId('keys-button').addEventListener('click', () => keys.showModal());

  const copy = async (button, text, select, whole = true) => {
    const label = button.textContent;
    try {
      if (!whole) throw new Error('a part is missing');
      await navigator.clipboard.writeText(text);
      button.textContent = say('copied');
    } catch {
      if (select) getSelection().selectAllChildren(select);
      button.textContent = say(select ? 'selected' : whole ? 'failed' : 'missing');
    }
    setTimeout(() => { button.textContent = label; }, 1500);
  };
  const button = (label, act) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = 'copy';
    b.textContent = label;
    b.addEventListener('click', () => act(b));
    return b;
  };
  const copyable = () => all('.repeat code').forEach((code) => code.parentElement.append(button(say('copy'), (b) => copy(b, code.textContent, code))));
  copyable();
  addEventListener('changed', copyable); // a page that goes on

  // A message is shown with what must not act spelt out, and without the carriage returns of its head: its bytes are made of
  // that again. One of which a part is missing has none.
  const utf8 = new TextEncoder();
  const escapes = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([nrt]))/gy;
  const bytesOf = (pre) => {
    const out = [];
    let [head, line, bare, whole] = [true, 0, false, true];
    const end = (text) => {
      out.push(...utf8.encode(text));
      if (line === 0) head = false;
      line = 0;
    };
    const plain = (text) => {
      for (const c of text) {
        if (head && c === '\n') {
          if (!bare) end('\r\n');
        } else {
          out.push(...utf8.encode(c));
          line++;
        }
        bare = false;
      }
    };
    const spelt = (text) => {
      let [at, chars] = [0, ''];
      const flush = () => { plain(chars); chars = ''; };
      for (const [all, byte, unit, letter] of text.matchAll(escapes)) {
        at += all.length;
        if (byte && parseInt(byte, 16) > 0x7f) { flush(); out.push(parseInt(byte, 16)); line++; continue; }
        chars += letter ? { n: '', r: '\r', t: '\t' }[letter] : String.fromCharCode(parseInt(byte ?? unit, 16));
        if (letter === 'n') { flush(); end('\n'); bare = true; }
      }
      flush();
      if (at !== text.length) whole = false;
    };
    for (const node of pre?.childNodes ?? []) (node.nodeName === 'U' ? spelt : plain)(node.textContent);
    return whole ? new Uint8Array(out) : null;
  };
  const texts8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decoded = (bytes) => { try { return texts8.decode(bytes); } catch { return null; } };
  const member = (name, bytes) => {
    const text = decoded(bytes);
    return text === null ? { [`${name}_base64`]: btoa(String.fromCharCode(...bytes)) } : { [name]: text };
  };
  const split = (bytes) => {
    const text = String.fromCharCode(...bytes);
    const n = text.match(/\r?\n\r?\n/);
    const at = n ? n.index + n[0].length : bytes.length;
    return [text.slice(0, at), bytes.subarray(0, at), bytes.subarray(at)];
  };
  const pres = (step) => all(':scope > pre', step);
  const capture = (c) => {
    const lines = all('.step', c).map((step, i) => {
      const [sent, received] = pres(step).map(bytesOf);
      if (!sent || received === null) return null;
      const message = (bytes) => { const [, head, body] = split(bytes); return { ...member('head', head), ...member('framed', body) }; };
      const x = { seq: i + 1, time: step.dataset.time, target, request: message(sent), timing_ms: { last_byte: Number(step.dataset.took) } };
      if (received) x.response = { status: Number(split(received)[0].match(/^HTTP\/\d\.\d (\d{3})/)?.[1] ?? 0), ...message(received) };
      if (step.dataset.deadline) x.deadline_ms = Number(step.dataset.deadline);
      if (step.dataset.failure) x.failure = { cause: step.dataset.failure, detail: step.querySelector('.none')?.textContent ?? '' };
      return JSON.stringify(x);
    });
    const kept = lines.filter(Boolean);
    return kept.length ? `${['{"format":"chatcb-capture","version":1}', ...kept].join('\n')}\n` : null;
  };
  // The words of a command are spelt as package shell does: whatever stands in a request, nothing of it may run.
  const quoted = (word) => {
    if (/^[\w./:@,+-]+$/.test(word)) return word;
    return word.split(/('|\\(?=\\|'|$))/).map((part, i) => (i % 2 ? `\\${part}` : part && `'${part}'`)).join('') || "''";
  };
  const octal = (b, i) => (b < 0x20 || b >= 0x7f || "'\\%".includes(String.fromCharCode(b)) || (b === 0x2d && i === 0)
    ? `\\${b.toString(8).padStart(3, '0')}` : String.fromCharCode(b));
  const target = document.querySelector('.target').textContent;
  const commandOf = (step) => {
    const sent = bytesOf(pres(step)[0]);
    if (!sent) return null;
    const [, head, body] = split(sent);
    const [line, ...headers] = (decoded(head) ?? '\0').split(/\r?\n/).filter(Boolean);
    const [method, path] = line.split(' ');
    if (/\0/.test(line) || !path || headers.some((h) => /^transfer-encoding:/i.test(h)) || !URL.canParse(path, target)) return null;
    const text = decoded(body);
    const argument = text !== null && !text.includes('\0');
    const words = headers.filter((h) => /^[^@:\s][^:\0]*: *[^\0]/.test(h) && !/^(content-length|connection|accept-encoding):/i.test(h)).map((h) => `-H ${quoted(h)}`);
    if (body.length) words.push(argument ? `--data-raw ${quoted(text)}` : '--data-binary @-');
    const start = body.length && !argument ? `printf '${Array.from(body, octal).join('')}' | curl` : 'curl';
    return [`${start} -sS -i${/[[\]{}]/.test(path) ? ' --globoff' : ''} -X ${quoted(method)} ${quoted(new URL(target).origin + path)}`, ...words].join(' \\\n  ');
  };
  // A case as text for an assistant: what is wrong, then the exchanges, bounded, fenced, and marked as somebody else's.
  const most = 2000;
  const masked = (text) => text.replace(/\bSign=[^&\s]*/g, 'Sign=[masked]');
  const fenced = (text) => {
    const t = text.length > most ? `${text.slice(0, most)}\n${say('cut', { n: text.length })}` : text;
    const fence = '`'.repeat(Math.max(3, ...(t.match(/`+/g) ?? []).map((run) => run.length + 1)));
    return `${fence}text\n${t}\n${fence}`;
  };
  const words = (e) => e.textContent.replace(/\s+/g, ' ').trim();
  const brief = (c) => {
    const parts = [`# ${words(c.querySelector('summary'))}`];
    all('.leak', c).forEach((e) => parts.push(words(e)));
    // What another case tells in the place of this one is told here.
    const other = (e) => { const link = e.querySelector(':scope > .same a'); return link && byId(decodeURIComponent(link.hash.slice(1))); };
    const told = (e, rest) => [e, rest].filter(Boolean).flatMap((of) => all('dt', of)).map((dt) => `- ${dt.textContent}: ${words(dt.nextElementSibling)}`).join('\n');
    const rule = (e) => e.querySelector('.rule').textContent;
    for (const e of all('.finding', c)) {
      parts.push(`## ${words(e.querySelector('h3'))}`, told(e, all('.finding', other(e) ?? e).find((f) => f !== e && rule(f) === rule(e))));
    }
    const inner = c.querySelector('.inner');
    parts.push(told(inner.querySelector(':scope > .fields'), other(inner)?.querySelector('.inner > .fields')));
    parts.push(say('untrusted'));
    all('.step', c).slice(0, 3).forEach((s) => {
      parts.push(`## ${words(s.querySelector('b'))}`);
      pres(s).forEach((b, i) => parts.push(`${say(i ? 'received' : 'sent')}:\n${fenced(b.textContent)}`));
    });
    return `${masked(parts.join('\n\n'))}\n`;
  };
  const take = (label, make) => button(label, (b) => { const text = make(); copy(b, text ?? '', null, text !== null); });
  const equip = (c) => {
    if (c.querySelector('.acts') || !c.querySelector('.step')) return;
    const acts = document.createElement('div');
    acts.className = 'acts';
    acts.append(take(say('assistant'), () => brief(c)), take(say('curl'), () => commandOf(c.querySelector('.step[data-shows]') ?? c.querySelector('.step'))),
      take(say('capture'), () => capture(c)));
    (c.querySelector('.inner > .repeat') ?? c.querySelector('.inner').lastElementChild).after(acts);
    if (all('.step', c).length > 1) all('.step', c).forEach((s) => s.append(take(say('curl'), () => commandOf(s))));
  };
  cases.forEach((c) => c.addEventListener('toggle', () => { if (c.open) equip(c); }));
  document.addEventListener('click', (e) => {
    const c = e.target.closest?.('.case > summary')?.parentElement;
    if (c && !c.open) { look(c); remember(); } // it is about to open
  });

  addEventListener('keydown', (e) => {
    if (search && e.target === search && e.key === 'Escape') { search.value = ''; changed(); search.blur(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || keys.open || [search, tag].includes(e.target)) return;
    const act = {
      '/': search && (() => search.focus()),
      j: () => step(1),
      k: () => step(-1),
      f: () => step(1, (c) => c.dataset.kind === 'fail'),
      e: unfold,
      t: theme,
      '?': () => keys.showModal(),
    }[e.key];
    if (act) { e.preventDefault(); act(); }
  });
  apply();
  follow();
})();

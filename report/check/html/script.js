// Searching and the keyboard. Without this script everything can still be read, and filtered by status.
(() => {
  'use strict';
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const cases = all('.case');
  const texts = new Map();
  const search = document.getElementById('search');
  const shown = document.getElementById('shown');
  const nothing = document.getElementById('nothing');
  const keys = document.getElementById('keys');
  all('.scripted').forEach((e) => { e.hidden = false; });

  // The text of a case is read when it is first searched for: a page may hold thousands of exchanges.
  const textOf = (c) => {
    if (!texts.has(c)) texts.set(c, c.textContent.toLowerCase());
    return texts.get(c);
  };
  const visible = () => cases.filter((c) => c.getClientRects().length > 0);
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const c of cases) c.hidden = !words.every((w) => textOf(c).includes(w));
    const n = visible().length;
    shown.textContent = n === cases.length ? '' : `${n} of ${cases.length} shown`;
    nothing.hidden = n > 0;
  };
  let waiting = 0;
  search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
  all('.filter input[type=checkbox]').forEach((e) => e.addEventListener('change', apply));
  document.querySelector('.filter').addEventListener('submit', (e) => { e.preventDefault(); apply(); });

  let here = null;
  const go = (c) => {
    if (!c) return;
    if (here) here.classList.remove('here');
    here = c;
    c.classList.add('here');
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
  // Whoever follows a link to a case wants to see it, even if it is folded or filtered away.
  const follow = () => {
    const c = document.getElementById(location.hash.slice(1));
    if (!c || !c.classList.contains('case')) return;
    search.value = '';
    document.getElementById(`show-${c.dataset.kind}`).checked = true;
    apply();
    c.open = true;
    go(c);
    c.scrollIntoView({ block: 'start' });
  };
  addEventListener('hashchange', follow);
  document.getElementById('unfold').addEventListener('click', unfold);
  document.getElementById('theme-button').addEventListener('click', theme);
  document.getElementById('keys-button').addEventListener('click', () => keys.showModal());
  all('.copy').forEach((button) => button.addEventListener('click', async () => {
    const code = button.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  }));
  addEventListener('keydown', (e) => {
    if (e.target === search && e.key === 'Escape') { search.value = ''; apply(); search.blur(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || keys.open || e.target === search) return;
    const act = {
      '/': () => search.focus(),
      j: () => step(1),
      k: () => step(-1),
      f: () => step(1, (c) => c.dataset.kind === 'fail'),
      e: unfold,
      t: theme,
      '?': () => keys.showModal(),
    }[e.key];
    if (act) { e.preventDefault(); act(); }
  });
  follow();
})();

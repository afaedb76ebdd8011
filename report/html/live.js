// A page that goes on is exchanged for its next state, part by part, as soon as there is one. What is unfolded, scrolled and
// focused stays so.
(() => {
  const root = document.documentElement;
  const [state, pause, main, head] = ['live', 'pause', 'main', 'head'].map((id) => document.getElementById(id));
  const all = (selector) => Array.from(main.querySelectorAll(selector));
  const [folded, wide, focusable] = ['details', '.scroll', 'summary, a, button, .scroll'];
  let [at, paused] = [root.dataset.live, false];
  const texts = JSON.parse(document.body.dataset.texts);
  const say = (key) => { const text = texts[key]; if (state.textContent !== text) state.textContent = text; };
  pause.hidden = false;

  const show = (text) => {
    const next = new DOMParser().parseFromString(text, 'text/html');
    const open = all(folded).filter((d) => d.open).map((d) => d.querySelector('summary').textContent);
    const scrolled = all(wide).map((s) => s.scrollLeft);
    const focus = all(focusable).indexOf(document.activeElement);
    document.title = next.title;
    head.closest('header').className = next.getElementById('head').closest('header').className;
    head.replaceChildren(...next.getElementById('head').childNodes);
    main.replaceChildren(...next.getElementById('main').childNodes);
    all(folded).forEach((d) => { d.open = open.includes(d.querySelector('summary').textContent); });
    all(wide).forEach((s, i) => { s.scrollLeft = scrolled[i] ?? 0; });
    all(focusable)[focus]?.focus({ preventScroll: true });
    dispatchEvent(new Event('changed'));
    at = next.documentElement.dataset.live;
  };
  const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const follow = async () => {
    while (at) {
      if (paused) { await sleep(200); continue; }
      try {
        const answer = await fetch(`/?after=${at}`);
        if (answer.status === 401) { say('gone'); return; }
        const text = await answer.text();
        if (paused) continue;
        if (answer.ok && text) show(text);
        say(at ? 'live' : 'over');
      } catch {
        say('away');
        await sleep(1000);
      }
    }
    pause.hidden = true;
  };
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    say(paused ? 'paused' : 'live');
  });
  follow();
})();

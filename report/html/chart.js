// The values of a chart at the place that is pointed at.
(() => {
  let shown = null;
  const clear = () => {
    if (!shown) return;
    shown.querySelectorAll('.l[data-now]').forEach((l) => l.removeAttribute('data-now'));
    shown.querySelector('.cursor').setAttribute('visibility', 'hidden');
    shown = null;
  };
  document.addEventListener('pointermove', (e) => {
    const svg = e.target.closest?.('.plot > svg');
    const lines = svg ? Array.from(svg.querySelectorAll('polyline')) : [];
    clear();
    if (!lines.length) return;
    const box = svg.getBoundingClientRect();
    const x = (1000 * (e.clientX - box.left)) / box.width;
    const at = (p) => Number(p.split(',')[0]);
    const nearest = (points) => points.reduce((best, p, i) => (Math.abs(at(p) - x) < Math.abs(at(points[best]) - x) ? i : best), 0);
    shown = svg.closest('.chart');
    const names = shown.querySelectorAll('.l');
    for (const line of lines) {
      const points = line.getAttribute('points').split(' ');
      const i = nearest(points);
      if (Math.abs(at(points[i]) - x) > 40) continue; // there is nothing to tell here
      names[line.dataset.name].dataset.now = line.dataset.values.split('|')[i];
      const place = `${at(points[i]) / 10}%`;
      const cursor = shown.querySelector('.cursor');
      cursor.setAttribute('x1', place);
      cursor.setAttribute('x2', place);
      cursor.setAttribute('visibility', 'visible');
    }
  });
})();

// The picture of the latest latencies. Its scale is logarithmic: an answer of a millisecond can be seen beside one of two seconds.
import { duration, quantile } from './model.js';
import { t } from './words.js';

const ns = 'http://www.w3.org/2000/svg';
const [width, height, low] = [480, 64, 0.05]; // milliseconds at the bottom

function shape(name, attributes) {
  const e = document.createElementNS(ns, name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  return e;
}

export function latency(svg, caption, list, deadline) {
  const top = Math.max(deadline * 1.5, ...list);
  const y = (ms) => height - 2 - (height - 4) * (Math.log(Math.max(ms, low * 1.3) / low) / Math.log(top / low));
  const line = (ms, kind) => shape('line', { x1: 0, x2: width, y1: y(ms), y2: y(ms), class: kind });
  svg.replaceChildren(...[1, 10, 100, 1000].filter((ms) => ms < deadline).map((ms) => line(ms, 'grid')),
    ...list.map((ms, i) => shape('rect', { x: 4 * i, width: 3, y: y(ms), height: height - y(ms), class: ms > deadline ? 'bar late' : 'bar' })),
    line(deadline, 'limit'));
  svg.nextElementSibling.replaceChildren(...[1, 10, 100, 1000].filter((ms) => ms < deadline).map((ms) => {
    const label = document.createElement('span');
    label.textContent = ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
    label.style.top = `${(100 * y(ms)) / height}%`;
    return label;
  }));
  caption.textContent = list.length
    ? t('latency', { n: list.length, median: duration(quantile(list, 0.5)), slowest: duration(Math.max(...list)), deadline: `${deadline / 1000} s` })
    : t('no-latency', { deadline: `${deadline / 1000} s` });
}

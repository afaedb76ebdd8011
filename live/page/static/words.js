// The texts of the page, which the server has for every language, and how they are filled: as package language does.
let all = {};
let now = 'en';

export async function loadTexts() { all = await (await fetch('/texts.json')).json(); }
export function speak(language) { now = all[language] ? language : 'en'; }
export const languages = () => Object.keys(all);
export const language = () => now;

/** t says a text. {n} is an argument; {n|one|many}, {n|none|one|many} and {n|any} choose by a number or a truth, and # is it. */
export function t(key, args = {}) {
  const text = all[now]?.[key] ?? all.en?.[key] ?? key;
  return text.replace(/\{(\w+)(?:\|([^}]*))?\}/g, (whole, name, forms) => {
    const value = args[name];
    if (forms === undefined) return value === undefined ? whole : shown(value);
    return choose(value, forms.split('|')).replaceAll('#', () => shown(value));
  });
}

function choose(value, forms) {
  if (typeof value !== 'number') return (value ? forms[0] : forms[1]) ?? '';
  if (forms.length === 1) return value ? forms[0] : '';
  if (forms.length === 3 && value === 0) return forms[0];
  const [one, many] = forms.slice(-2);
  return value === 1 ? one : many;
}

const shown = (value) => (typeof value === 'number' ? value.toLocaleString(now, { useGrouping: value > 9999 }) : String(value ?? ''));

// What the page knows, apart from how it looks: rows, counts, latencies.

export const MAX_ROWS = 1000;
export const PAGE = 200;
const LATENCIES = 120;

/** nobody is the verdict of a request that asks about no account. */
const nobody = { account: '', effect: '–', cause: '', said: 'nothing', basis: 'documented' };

/** rowsOf turns an exchange into one row for each account. */
export function rowsOf(x) {
  const verdicts = x.verdicts.length ? x.verdicts : [nobody];
  return verdicts.map((v, place) => ({
    key: `${x.seq}/${place}`, seq: x.seq, time: x.time, from: x.from, to: v.account, effect: v.effect, cause: v.cause, took: x.took_ms,
    rules: [...new Set(x.findings.map((f) => f.rule))], faults: x.faults, guarded: x.guarded,
  }));
}

async function json(path) {
  const answer = await fetch(path);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error ?? answer.statusText);
  return value;
}

/** List is the exchanges that fit a search, the newest first. The server searches all that it keeps. */
export class List {
  rows = [];
  more = false; // older ones may fit too
  lost = 0;
  last = 0; // number of the newest exchange that is known

  constructor(where = '') { this.where = where; }

  async fetch(parameters) { return json(`/api/exchanges?${new URLSearchParams({ where: this.where, ...parameters })}`); }

  async load() {
    const page = await this.fetch({ newest: true, limit: PAGE });
    this.rows = page.exchanges.flatMap(rowsOf);
    this.latencies = page.exchanges.map((x) => x.took_ms).reverse();
    this.more = page.more;
    this.last = Math.max(this.last, page.exchanges[0]?.seq ?? 0);
  }

  async older() {
    const page = await this.fetch({ newest: true, limit: PAGE, before: this.rows.at(-1)?.seq ?? 1 });
    this.rows = this.rows.concat(page.exchanges.flatMap(rowsOf));
    this.more = page.more && this.rows.length < MAX_ROWS;
  }

  /** take adds what came since. With a search the server is asked which of it fits. */
  async take(batch) {
    this.lost += batch.lost;
    const last = this.last;
    const newest = batch.exchanges.at(-1)?.seq ?? last;
    let fresh = batch.exchanges.toReversed();
    if (this.where && fresh.length) {
      const page = await this.fetch({ newest: true, limit: PAGE, after: last });
      fresh = page.exchanges;
      if (page.more) [this.rows, this.more] = [[], true]; // so many that there is a gap to the rows before
    }
    this.last = Math.max(last, newest, fresh[0]?.seq ?? 0);
    const known = new Set(this.rows.slice(0, 2 * PAGE).map((r) => r.seq));
    const rows = fresh.filter((x) => !known.has(x.seq)).flatMap(rowsOf);
    if (rows.length + this.rows.length > MAX_ROWS) this.more = true;
    this.rows = rows.concat(this.rows).slice(0, MAX_ROWS);
  }
}

/** joined makes one batch of several. */
export function joined(batches) {
  return { lost: batches.reduce((n, b) => n + b.lost, 0), exchanges: batches.flatMap((b) => b.exchanges) };
}

/** Figures are the counts of the server, and how long the latest answers took. */
export class Figures {
  counts = { exchanges: 0, allowed: 0, denied: 0, blocked: 0, fail_open: 0, leaks: 0, kept: 0 };
  latencies = [];

  async load() { this.counts = await json('/api/counts'); }

  take(batch) {
    if (batch.anew || batch.cleared) this.latencies = [];
    this.counts = batch.counts;
    this.answered(batch.exchanges.map((x) => x.took_ms));
  }

  answered(latencies) { this.latencies = this.latencies.concat(latencies).slice(-LATENCIES); }

  get accounts() { return this.counts.allowed + this.counts.denied; }
  get allowed() { return Math.max(0, this.accounts - this.counts.blocked - this.counts.fail_open); }
}

export function quantile(list, q) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

export function size(text) {
  const n = new TextEncoder().encode(text).length;
  return n < 10000 ? `${n} B` : `${(n / 1024).toFixed(1)} KiB`;
}

export function duration(ms) {
  if (ms < 0.05) return '< 0.1 ms';
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms >= 10 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`;
}

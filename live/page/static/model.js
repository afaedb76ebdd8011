// What the page knows, apart from how it looks: rows, counters, latencies.

export const MAX_ROWS = 1000;
const LATENCIES = 120;

/** nobody is the verdict of a request that asks about no account. */
const nobody = { account: '', effect: '–', cause: '', said: 'nothing', basis: 'documented' };

/** rowsOf turns an exchange into one row for each account. */
export function rowsOf(x) {
  const verdicts = x.verdicts.length ? x.verdicts : [nobody];
  return verdicts.map((v, place) => ({
    seq: x.seq, place, time: x.time, from: x.from, to: v.account, effect: v.effect, cause: v.cause, code: v.code, said: v.said,
    basis: v.basis, status: x.status, took: x.took_ms, rules: [...new Set(x.findings.map((f) => f.rule))], policy: x.rules[place] ?? '',
    faults: x.faults, refused: x.refused, guarded: x.guarded,
    open: v.effect === 'ALLOW' && v.cause !== 'said',
  }));
}

/** Model collects what arrives. */
export class Model {
  rows = []; // the newest first
  latencies = [];
  counts = { all: 0, blocked: 0, allowed: 0, open: 0 };
  lost = 0;
  last = 0;

  add(batch) {
    if (batch.anew) Object.assign(this, new Model()); // another server, whose numbers began again
    this.lost += batch.lost;
    const fresh = [];
    for (const x of batch.exchanges) {
      this.last = Math.max(this.last, x.seq);
      this.latencies.push(x.took_ms);
      for (const row of rowsOf(x)) {
        if (row.effect === nobody.effect) { fresh.push(row); continue; }
        this.counts.all++;
        if (row.effect === 'BLOCK') this.counts.blocked++;
        else if (row.open) this.counts.open++;
        else this.counts.allowed++;
        fresh.push(row);
      }
    }
    this.latencies = this.latencies.slice(-LATENCIES);
    this.rows = fresh.reverse().concat(this.rows).slice(0, MAX_ROWS);
  }
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

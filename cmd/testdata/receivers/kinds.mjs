// Receivers as people write them in Node: right but unusual ones, and ones with one bug each. "node kinds.mjs KIND" prints
// the port that it listens on.
import { createServer } from 'node:http';

const kind = process.argv[2];
const malicious = /http|www\.|free|earn|crypto|telegram|whatsapp|加我微信|赚/i;
const times = {}; // how often somebody asked for somebody

const item = (account, code) => ({ To_Account: account, ResultCode: code, ResultInfo: code ? 'no' : '' });
const whole = (items, code = 0) => ({ ActionStatus: code ? 'FAIL' : 'OK', ErrorCode: code, ErrorInfo: code ? 'no' : '', ResultItem: items });

const unwanted = (q) => q.From_Account === 'spammer' || q.FriendItem.some((f) => malicious.test(f.AddWording ?? ''));
const allowed = (q) => whole(q.FriendItem.map((f) => item(f.To_Account, 0)));
const denied = (q, code) => whole(q.FriendItem.map((f) => item(f.To_Account, code)));

const kinds = {
  // right: denies by sender and by wording, account by account
  wording: (q) => (unwanted(q) ? denied(q, 38001) : allowed(q)),
  // right but unusual: laid out, chunked, with a charset, a member of its own, items the other way round
  unusual: (q) => ({ ...allowed(q), ResultItem: allowed(q).ResultItem.reverse(), Trace: 'x' }),
  // wrong: the denial stands at the top, where other webhooks of the platform want it
  top: (q) => (unwanted(q) ? { ActionStatus: 'OK', ErrorCode: 38001, ErrorInfo: 'blocked', ResultItem: [] } : allowed(q)),
  // wrong: denied items beside a failed ErrorCode, which is ignored
  fail: (q) => (unwanted(q) ? { ...denied(q, 38001), ActionStatus: 'FAIL', ErrorCode: 38001, ErrorInfo: 'blocked' } : allowed(q)),
  // wrong: who asks for the fourth time is told so at the top
  again: (q) => {
    const key = `${q.From_Account} ${q.FriendItem[0]?.To_Account}`;
    times[key] = (times[key] ?? 0) + 1;
    return times[key] > 3 ? whole([], 38004) : allowed(q);
  },
  // wrong: an object as a map has members that nobody put there
  proto: (q) => {
    const codes = {};
    for (const f of q.FriendItem) if (!(f.To_Account in codes)) codes[f.To_Account] = 0;
    return whole(Object.keys(codes).map((id) => item(id, codes[id])));
  },
};

function read(body) {
  const q = JSON.parse(body);
  if (!Array.isArray(q.FriendItem) || q.FriendItem.some((f) => typeof f?.To_Account !== 'string')) throw new TypeError('FriendItem');
  return q;
}

function ours(url, q) {
  const query = new URL(url, 'http://receiver').searchParams;
  const one = (name) => query.getAll(name).join();
  const command = 'Sns.CallbackPrevFriendAdd';
  return one('SdkAppid') === '1400000000' && one('CallbackCommand') === command && q.CallbackCommand === command && typeof q.From_Account === 'string';
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const send = (status, result, headers = {}) => {
      const text = JSON.stringify(result, null, kind === 'unusual' ? 2 : 0);
      response.writeHead(status, { 'Content-Type': kind === 'unusual' ? 'application/json;charset=UTF-8' : 'application/json', ...headers });
      response.write(text.slice(0, 20));
      response.end(text.slice(20));
    };
    if (request.method !== 'POST') return send(405, whole([], 38003), { Allow: 'POST' });
    let q;
    try {
      q = read(Buffer.concat(chunks).toString());
    } catch {
      return send(400, whole([], 38003));
    }
    send(200, ours(request.url, q) ? kinds[kind](q) : { ...denied(q, 38002), ActionStatus: 'FAIL', ErrorCode: 38002, ErrorInfo: 'not ours' });
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

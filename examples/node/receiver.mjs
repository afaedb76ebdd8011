// A receiver of Sns.CallbackPrevFriendAdd, complete, with nothing but Node itself.
//
//   SDKAPPID=1400000000 TOKEN=secret PORT=3000 node receiver.mjs
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { SDKAPPID = '', TOKEN = '', PORT = '3000' } = process.env;
const COMMAND = 'Sns.CallbackPrevFriendAdd';
const MAX_BODY = 1 << 20;
const WINDOW = 60; // seconds that RequestTime may be off, to either side
const DENIED = 38001;
const REFUSED = 38002; // not from Chat, or not for this app
const UNCLEAR = 38003; // no request that can be understood

// decide is yours: 0 allows, 38000 to 39000 denies, with the reason.
function decide(from, to) {
  return from === 'spammer' || to === 'spammer' ? [DENIED, 'blocked'] : [0, ''];
}

const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    return fail(response, 405, UNCLEAR, 'POST only');
  }
  const chunks = [];
  let size = 0;
  request.on('data', (chunk) => {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
    else chunks.length = 0; // read on, and keep nothing
  });
  request.on('error', () => {}); // the caller has left
  request.on('end', () => {
    if (size > MAX_BODY) return fail(response, 413, UNCLEAR, 'the body is too large');
    answer(request, response, Buffer.concat(chunks));
  });
});

function answer(request, response, body) {
  let asked;
  let problem;
  try {
    const query = new URL(request.url, 'http://receiver').searchParams;
    asked = read(body);
    if (asked.command !== COMMAND && one(query, 'CallbackCommand') !== asked.command) throw new TypeError('CallbackCommand');
    problem = check(query, asked.command);
  } catch {
    return fail(response, 400, UNCLEAR, 'the request cannot be understood');
  }
  if (problem) return fail(response, 200, REFUSED, problem, asked.to);
  // One URL gets all callbacks of an app; the others are let through.
  if (asked.command !== COMMAND) return send(response, 200, { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' });
  // One item for every account, in its order, spelt as it was asked.
  const items = asked.to.map((account) => item(account, ...decide(asked.from, account)));
  send(response, 200, { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ResultItem: items });
}

const item = (account, code, info) => ({ To_Account: account, ResultCode: code, ResultInfo: info });

// fail says that processing failed. That alone denies nothing: Chat ignores ErrorCode by default, so that every account
// is denied as well.
function fail(response, status, code, info, accounts = []) {
  const items = accounts.map((account) => item(account, code, info));
  send(response, status, { ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: info, ResultItem: items });
}

function send(response, status, result) {
  const body = Buffer.from(JSON.stringify(result));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}

// one is the parameter of this name, if it stands there exactly once.
const one = (query, name) => (query.getAll(name).length === 1 ? query.get(name) : '');

// check tells whether the URL is one that Chat makes for this app and this command.
function check(query, command) {
  if (one(query, 'SdkAppid') !== SDKAPPID) return 'another SdkAppid'; // compared as text
  if (one(query, 'CallbackCommand') !== command) return 'another command';
  if (!TOKEN) return ''; // authentication is not switched on in the console
  const time = one(query, 'RequestTime');
  const sign = Buffer.from(one(query, 'Sign'));
  const want = Buffer.from(createHash('sha256').update(TOKEN + time).digest('hex'));
  if (sign.length !== want.length || !timingSafeEqual(sign, want)) return 'Sign does not match';
  if (!/^\d{1,12}$/.test(time) || Math.abs(Math.floor(Date.now() / 1000) - Number(time)) > WINDOW) return 'RequestTime is too far off';
  return '';
}

// read takes from the body what is decided by, and throws where that is not there.
function read(body) {
  const request = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  const text = (object, name) => {
    if (!object || !Object.hasOwn(object, name) || typeof object[name] !== 'string') throw new TypeError(name);
    return object[name];
  };
  const command = text(request, 'CallbackCommand');
  if (command !== COMMAND) return { command, to: [] };
  if (!Array.isArray(request.FriendItem)) throw new TypeError('FriendItem');
  return { command, from: text(request, 'From_Account'), to: request.FriendItem.map((i) => text(i, 'To_Account')) };
}

server.requestTimeout = 10_000; // whoever is slower is not Chat
server.headersTimeout = 5_000;
server.keepAliveTimeout = 120_000; // Chat keeps its connections
server.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

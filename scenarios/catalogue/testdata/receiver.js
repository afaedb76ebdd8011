// A receiver as one writes it with Node's http, with nothing installed. FAULT makes it as careless as some are.
const http = require('http');
const crypto = require('crypto');
const { APP_ID, TOKEN, FAULT } = process.env;

const reply = (res, answer) => {
  const body = Buffer.from(JSON.stringify(answer));
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  res.end(body);
};
const fail = (res, why) => reply(res, { ActionStatus: 'FAIL', ErrorCode: 38000, ErrorInfo: why, ResultItem: [] });

const signed = (params) => {
  if (FAULT === 'no-sign-check') return true;
  const [sign, time] = [params.get('Sign') || '', params.get('RequestTime') || ''];
  if (!/^[0-9]{1,12}$/.test(time) || Math.abs(Date.now() / 1000 - Number(time)) > 61) return false;
  const right = crypto.createHash('sha256').update(TOKEN + time).digest('hex');
  return sign.length === right.length && crypto.timingSafeEqual(Buffer.from(sign), Buffer.from(right));
};

http.createServer((req, res) => {
  const chunks = [];
  req.on('error', () => res.destroy());
  req.on('data', (c) => chunks.push(c));
  req.on('end', () => {
    const params = new URL(req.url, 'http://localhost').searchParams;
    if (req.method !== 'POST') { res.writeHead(405, { Allow: 'POST' }); return res.end(); }
    if (params.get('SdkAppid') !== APP_ID || params.getAll('SdkAppid').length !== 1) return fail(res, 'not for this app');
    if (params.get('CallbackCommand') !== 'Sns.CallbackPrevFriendAdd') return fail(res, 'not this callback');
    if (!signed(params)) return fail(res, 'Sign is wrong');
    let q;
    try { q = JSON.parse(Buffer.concat(chunks).toString('utf8')); } catch { return fail(res, 'not JSON'); }
    const items = q && q.FriendItem;
    if (!q || q.CallbackCommand !== 'Sns.CallbackPrevFriendAdd' || !Array.isArray(items) || !items.every((f) => f && typeof f.To_Account === 'string')) {
      return fail(res, 'not a request');
    }
    reply(res, {
      ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '',
      ResultItem: items.map((f) => ({ To_Account: f.To_Account, ResultCode: 0, ResultInfo: '' })),
    });
  });
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });

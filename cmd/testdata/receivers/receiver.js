// A right receiver on Node's http: denies "spammer", allows everybody else. Prints its port.
const http = require('http');
const server = http.createServer((req, res) => {
  const chunks = [];
  req.on('data', (c) => chunks.push(c));
  req.on('end', () => {
    const { FriendItem } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const answer = {
      ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '',
      ResultItem: FriendItem.map(({ To_Account }) => To_Account === 'spammer'
        ? { To_Account, ResultCode: 38001, ResultInfo: 'spam' }
        : { To_Account, ResultCode: 0, ResultInfo: '' }),
    };
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(answer));
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

// An exchange in the forms in which it can be taken along. The token is never among what the server shows.

function shell(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function parts(x) {
  const [line, ...headers] = (x.request.head ?? '').split('\r\n').filter(Boolean);
  const [method, target] = (line ?? '').split(' ');
  return { method, target, headers, body: x.request.body ?? '' };
}

/** curl sends the same bytes again. Sign and RequestTime are those of then. */
export function curl(x) {
  const { method, target, headers, body } = parts(x);
  const host = headers.find((h) => /^host:/i.test(h))?.slice(5).trim() ?? 'localhost';
  const kept = headers.filter((h) => !/^(host|content-length|connection|accept-encoding):/i.test(h));
  return [`curl -sS -i -X ${method} ${shell(`http://${host}${target}`)}`,
    ...kept.map((h) => `-H ${shell(h)}`), `--data-binary ${shell(body)}`].join(' \\\n  ');
}

/** scenario is a file for chatcb check --scenarios. */
export function scenario(x) {
  const { body } = parts(x);
  const decisions = x.verdicts.map((v) => `${JSON.stringify(v.account)}: ${v.effect === 'BLOCK' ? 'deny' : 'allow'}`);
  return `version: 1
scenarios:
  - id: copied-${x.seq}
    title: request ${x.seq} of the mock server
    tags: [copied]
    request:
      body: ${JSON.stringify(body).replaceAll('${', () => '$${')}
    expect:
      decision: {${decisions.join(', ').replaceAll('${', () => '$${')}}
`;
}

/** goTest posts the body to a handler. */
export function goTest(x) {
  const { target, body } = parts(x);
  return `func TestFriendRequest${x.seq}(t *testing.T) {
\treq := httptest.NewRequest("POST", ${JSON.stringify(target)}, strings.NewReader(${JSON.stringify(body)}))
\treq.Header.Set("Content-Type", "application/json")
\trec := httptest.NewRecorder()
\thandler.ServeHTTP(rec, req)
\tif rec.Code != http.StatusOK {
\t\tt.Fatalf("got status %d, want 200: the friend would be added", rec.Code)
\t}
\tt.Log(rec.Body)
}
`;
}

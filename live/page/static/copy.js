// An exchange in the forms in which it can be taken along. The token is never among what the server shows.

function parts(x) {
  const [line, ...headers] = (x.request.head ?? '').split('\r\n').filter(Boolean);
  const [method, target] = (line ?? '').split(' ');
  return { method, target, headers, body: x.request.body ?? '' };
}

/** curl sends the same again: the server spells the command, which must be safe in any shell. */
export async function curl(x) {
  const answer = await fetch(`/api/exchanges/${x.seq}/curl`);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
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

"""Receivers as people write them in Python: right but unusual ones, and ones with one bug each. "kinds.py KIND" prints the
port that it listens on."""
import collections
import http.server
import json
import sys
import time
from urllib.parse import parse_qs, urlsplit

KIND = sys.argv[1]
COMMAND = "Sns.CallbackPrevFriendAdd"
KNOWN = {"id", "id1", "id2", "alice", "bob"}
asked = collections.defaultdict(collections.deque)  # when a sender asked


def answer(to, code, info=""):
    items = [{"To_Account": t, "ResultCode": code, "ResultInfo": info} for t in to]
    return {"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "ResultItem": items}


def failure(code, info, to=()):
    return {**answer(to, code, info), "ActionStatus": "FAIL", "ErrorCode": code, "ErrorInfo": info}


def decide(sender, to):
    if KIND == "rate":  # right: twenty requests a second and sender are enough
        now = time.time()
        asked[sender].append(now)
        while asked[sender][0] < now - 1:
            asked[sender].popleft()
        if len(asked[sender]) > 20:
            return answer(to, 38005, "too fast")
    if KIND == "denyall":  # right: nobody is let in
        return answer(to, 38001, "closed")
    if KIND == "strangers":  # right: whom it does not know it denies
        items = [answer([t], 0 if t in KNOWN else 38006, "" if t in KNOWN else "unknown")["ResultItem"][0] for t in to]
        return {**answer([], 0), "ResultItem": items}
    return answer(to, 38001, "blocked") if sender == "spammer" else answer(to, 0)


class Receiver(http.server.BaseHTTPRequestHandler):
    # right: one request at a time, each on a connection of its own
    protocol_version = "HTTP/1.0" if KIND == "single" else "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 5

    def send(self, status, body, **headers):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def read_body(self):
        if not self.headers.get("Transfer-Encoding"):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline() not in (b"\r\n", b"\n", b""):
            pass
        return body

    def do_POST(self):
        body = self.read_body()
        if KIND == "charset" and self.headers.get("Content-Type") != "application/json":  # wrong: a charset is no other type
            return self.send(415, failure(38003, "type"))
        try:
            q = json.loads(body.decode())
            sender, to = q["From_Account"], [f["To_Account"] for f in q["FriendItem"]]
            if not isinstance(q["FriendItem"], list) or not all(isinstance(t, str) for t in [sender, *to]):
                raise TypeError
        except (ValueError, KeyError, TypeError, RecursionError):
            return self.send(400, failure(38003, "unreadable"))
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        app = query.get("SdkAppid", [""])
        ours = app == ["1400000000"]
        if KIND == "wrap":  # wrong: the number is cut to 32 bits
            ours = len(app) == 1 and app[0].isdigit() and int(app[0]) & 0xFFFFFFFF == 1400000000
        if not ours or query.get("CallbackCommand") != [COMMAND] or q.get("CallbackCommand") != COMMAND:
            return self.send(200, failure(38002, "not ours", to))
        self.send(200, decide(sender, to))

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.refuse
        raise AttributeError(name)

    def refuse(self):
        self.close_connection = True
        self.send(405, failure(38003, "POST only"), Allow="POST")

    def log_message(self, *args):
        pass


class Server(http.server.HTTPServer if KIND == "single" else http.server.ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # whoever leaves needs no answer


server = Server(("127.0.0.1", 0), Receiver)
print(server.server_address[1], flush=True)
server.serve_forever()

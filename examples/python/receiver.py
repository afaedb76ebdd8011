# A receiver of Sns.CallbackPrevFriendAdd, complete, with nothing but the standard library.
#
#   SDKAPPID=1400000000 TOKEN=secret PORT=3000 python3 receiver.py
import hashlib
import hmac
import json
import os
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SDKAPPID = os.environ.get("SDKAPPID", "")
TOKEN = os.environ.get("TOKEN", "")
COMMAND = "Sns.CallbackPrevFriendAdd"
MAX_BODY = 1 << 20
WINDOW = 60  # seconds that RequestTime may be off, to either side
DENIED = 38001
REFUSED = 38002  # not from Chat, or not for this app
UNCLEAR = 38003  # no request that can be understood


def decide(sender, account):
    """It is yours: 0 allows, 38000 to 39000 denies, with the reason."""
    return (DENIED, "blocked") if "spammer" in (sender, account) else (0, "")


def item(account, code, info):
    return {"To_Account": account, "ResultCode": code, "ResultInfo": info}


def failure(code, info, accounts=()):
    """Processing failed. That alone denies nothing: Chat ignores ErrorCode by default, so that every account is
    denied as well."""
    items = [item(a, code, info) for a in accounts]
    return {"ActionStatus": "FAIL", "ErrorCode": code, "ErrorInfo": info, "ResultItem": items}


def parameters(query):
    """The parameter of a name, if it stands in the URL exactly once."""
    values = parse_qs(query, keep_blank_values=True)
    return lambda name: values[name][0] if len(values.get(name, [])) == 1 else ""


def check(one, command):
    """Tells whether the URL is one that Chat makes for this app and this command."""
    if one("SdkAppid") != SDKAPPID:  # compared as text
        return "another SdkAppid"
    if one("CallbackCommand") != command:
        return "another command"
    if not TOKEN:
        return ""  # authentication is not switched on in the console
    at = one("RequestTime")
    want = hashlib.sha256((TOKEN + at).encode("utf-8", "replace")).hexdigest()
    if not hmac.compare_digest(one("Sign").encode("utf-8", "replace"), want.encode()):
        return "Sign does not match"
    if not re.fullmatch("[0-9]{1,12}", at) or abs(int(time.time()) - int(at)) > WINDOW:
        return "RequestTime is too far off"
    return ""


def read(body):
    """Takes from the body what is decided by, and raises ValueError where that is not there."""
    request = json.loads(body.decode("utf-8"))  # json.loads would guess UTF-16

    def text(where, name):
        if not isinstance(where, dict) or not isinstance(where.get(name), str):
            raise ValueError(name)
        return where[name]

    command = text(request, "CallbackCommand")
    if command != COMMAND:
        return command, "", []
    if not isinstance(request.get("FriendItem"), list):
        raise ValueError("FriendItem")
    return command, text(request, "From_Account"), [text(i, "To_Account") for i in request["FriendItem"]]


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # Chat keeps its connections
    timeout = 10  # whoever is slower is not Chat
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.read_body()
        if body is None:
            return
        try:
            one = parameters(urlsplit(self.path).query)
            command, sender, accounts = read(body)
            if command != COMMAND and one("CallbackCommand") != command:
                raise ValueError("CallbackCommand")
        except (ValueError, RecursionError):
            self.send(400, failure(UNCLEAR, "the request cannot be understood"))
            return
        problem = check(one, command)
        if problem:
            self.send(200, failure(REFUSED, problem, accounts))
            return
        if command != COMMAND:  # one URL gets all callbacks of an app; the others are let through
            self.send(200, {"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": ""})
            return
        # One item for every account, in its order, spelt as it was asked.
        items = [item(a, *decide(sender, a)) for a in accounts]
        self.send(200, {"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "ResultItem": items})

    def __getattr__(self, name):
        if name.startswith("do_"):  # any other method
            return lambda: self.refuse(405, "POST only")
        raise AttributeError(name)

    def refuse(self, status, info):
        self.close_connection = True  # the body, if there is one, has not been read
        self.send(status, failure(UNCLEAR, info))

    def read_body(self):
        """http.server leaves the framing to its users. None means that an answer has been given."""
        lengths = self.headers.get_all("Content-Length", [])
        coding = self.headers.get_all("Transfer-Encoding", [])
        if coding and (lengths or [c.lower() for c in coding] != ["chunked"]):
            return self.refuse(400, "the framing is not clear")
        if coding:
            return self.read_chunks()
        if len(lengths) != 1 or not re.fullmatch("[0-9]{1,12}", lengths[0]):
            return self.refuse(400, "one Content-Length is needed")
        if int(lengths[0]) > MAX_BODY:
            return self.refuse(413, "the body is too large")
        body = self.rfile.read(int(lengths[0]))
        return body if len(body) == int(lengths[0]) else self.refuse(400, "the body is cut off")

    def read_chunks(self):
        body = b""
        while True:
            size = self.rfile.readline(1024).split(b";")[0].strip()
            if not re.fullmatch(b"[0-9a-fA-F]{1,8}", size):
                return self.refuse(400, "a chunk is malformed")
            if len(body) + int(size, 16) > MAX_BODY:
                return self.refuse(413, "the body is too large")
            if int(size, 16) == 0:
                break
            body += self.rfile.read(int(size, 16))
            if self.rfile.read(2) != b"\r\n":
                return self.refuse(400, "a chunk is malformed")
        for _ in range(100):  # trailers
            if self.rfile.readline(1024) in (b"\r\n", b"\n", b""):
                return body
        return self.refuse(400, "too many trailers")

    def send(self, status, result):
        body = json.dumps(result).encode()
        self.send_response(status)
        if status == 405:
            self.send_header("Allow", "POST")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # callbacks come at once
    daemon_threads = True


if __name__ == "__main__":
    server = Server(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Receiver)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()

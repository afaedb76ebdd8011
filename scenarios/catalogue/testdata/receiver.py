"""A receiver as one writes it with Python's http.server. FAULT makes it as careless as some are."""
import hashlib
import hmac
import http.server
import json
import os
import time
import urllib.parse

APP_ID, TOKEN, FAULT = os.environ["APP_ID"], os.environ["TOKEN"], os.environ["FAULT"]
COMMAND = "Sns.CallbackPrevFriendAdd"


def signed(query):
    sign, at = query.get("Sign", [""])[0], query.get("RequestTime", [""])[0]
    if not (at.isascii() and at.isdigit() and len(at) <= 12) or abs(time.time() - int(at)) > 61:
        return False
    right = hashlib.sha256((TOKEN + at).encode()).hexdigest()
    return hmac.compare_digest(sign.encode(), right.encode())


def refusal(query, text):
    if query.get("SdkAppid") != [APP_ID]:
        return "not for this app"
    if query.get("CallbackCommand") != [COMMAND]:
        return "not this callback"
    if not signed(query):
        return "Sign is wrong"
    try:
        body = json.loads(text)
        if body["CallbackCommand"] != COMMAND or not all(isinstance(f["To_Account"], str) for f in body["FriendItem"]):
            return "not a request"
    except (ValueError, KeyError, TypeError):
        return "not a request"
    return ""


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one segment

    def log_message(self, *args):
        pass

    def read(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        text = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            text += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return text

    def do_POST(self):
        text = self.read()
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query, keep_blank_values=True)
        if why := refusal(query, text):
            answer = {"ActionStatus": "FAIL", "ErrorCode": 38000, "ErrorInfo": why, "ResultItem": []}
        else:
            info = None if FAULT == "null-info" else ""
            items = [{"To_Account": f["To_Account"], "ResultCode": 0, "ResultInfo": info} for f in json.loads(text)["FriendItem"]]
            answer = {"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "ResultItem": items}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def refuse(self):
        self.read()
        self.send_response(405)
        self.send_header("Allow", "POST")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_post = refuse


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Receiver)
print(server.server_address[1], flush=True)
server.serve_forever()

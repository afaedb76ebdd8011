# A right receiver on Python's http.server: denies "spammer", allows everybody else. Prints its port.
import http.server
import json


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        items = []
        for item in asked["FriendItem"]:
            code = 38001 if item["To_Account"] == "spammer" else 0
            items.append({"To_Account": item["To_Account"], "ResultCode": code, "ResultInfo": "spam" if code else ""})
        body = json.dumps({"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "ResultItem": items}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_address[1], flush=True)
server.serve_forever()

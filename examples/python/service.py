"""A small service that Headroom knows nothing about: it binds its pod's address, works, and says how it is doing."""

import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

lock = threading.Lock()
requests = 0
in_flight = 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/healthz":
            self.answer("ok\n")
        elif self.path == "/metrics":
            with lock:
                page = (
                    "# TYPE http_requests_total counter\n"
                    f"http_requests_total {requests}\n"
                    "# TYPE http_requests_in_flight gauge\n"
                    f"http_requests_in_flight {in_flight}\n"
                )
            self.answer(page)
        else:
            self.work()

    def work(self):
        global requests, in_flight
        with lock:
            in_flight += 1
        try:
            deadline = time.process_time() + 0.01
            while time.process_time() < deadline:
                sum(range(1000))
            self.answer("done\n")
        finally:
            with lock:
                in_flight -= 1
                requests += 1

    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer((os.environ.get("POD_IP", "127.0.0.1"), int(os.environ.get("PORT", "8080"))), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()

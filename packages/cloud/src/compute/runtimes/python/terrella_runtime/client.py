"""The Lambda Runtime API over one kept connection."""
import json
import os
import socket

BASE = "/2018-06-01/runtime"


class RuntimeClient:
    def __init__(self, host_and_port):
        host, port = host_and_port.rsplit(":", 1)
        self._host = host_and_port
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""

    def next(self):
        """Headers (names in lower case) and body of the next invocation."""
        return self._exchange("GET", "/invocation/next", None, {})

    def respond(self, request_id, body):
        return self._exchange("POST", f"/invocation/{request_id}/response", body, _memory())

    def fail(self, request_id, description):
        return self._report(f"/invocation/{request_id}/error", description)

    def init_error(self, description):
        return self._report("/init/error", description)

    def _report(self, path, description):
        headers = {"Lambda-Runtime-Function-Error-Type": _header_safe(description["errorType"]), **_memory()}
        return self._exchange("POST", path, json.dumps(description).encode(), headers)

    def _exchange(self, method, path, body, headers):
        lines = [f"{method} {BASE}{path} HTTP/1.1", f"Host: {self._host}"]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        self._socket.sendall(head + body if body else head)
        return self._answer()

    def _answer(self):
        while b"\r\n\r\n" not in self._received:
            self._receive()
        head, rest = self._received.split(b"\r\n\r\n", 1)
        headers = {}
        for line in head.decode("latin-1").split("\r\n")[1:]:
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        self._received = rest
        while len(self._received) < length:
            self._receive()
        body, self._received = self._received[:length], self._received[length:]
        return headers, body

    def _receive(self):
        chunk = self._socket.recv(262144)
        if chunk == b"":
            os._exit(1)
        self._received += chunk


def _memory():
    import resource
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"Terrella-Memory-Bytes": str(peak if sys.platform == "darwin" else peak * 1024)}


def _header_safe(text):
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:256]

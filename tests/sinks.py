"""Servers of this machine that keep what they are sent: one for JSON over HTTP, one for e-mail."""

from __future__ import annotations

import base64
import datetime
import email
import email.policy
import ipaddress
import json
import socketserver
import ssl
import threading
from collections.abc import Callable
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class HookSink:
    """Takes JSON; ``before`` runs when something has come and before it is answered, ``status`` is the answer."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], Any]] = []
        self.status = 204
        self.before: Callable[[], None] = lambda: None
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                sink.got.append((headers, json.loads(body)))
                sink.before()
                self.send_response(sink.status)
                if sink.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class MailSink:
    """Takes mail, with STARTTLS and a login where it has a certificate. ``answer`` is what it says to a message."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.got: list[EmailMessage] = []
        self.logins: list[str] = []
        self.answer = b"250 taken"
        self.goodbye = b"221 bye"
        self.hang_up = False
        self.certificate = certificate
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _Talk(sink, self).run()

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class _Talk:
    """One connection to a mail sink."""

    def __init__(self, sink: MailSink, handler: socketserver.StreamRequestHandler) -> None:
        self.sink, self.handler, self.secret = sink, handler, False

    def run(self) -> None:
        self.say(b"220 sink")
        while line := self.handler.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self.say(self.sink.goodbye)
                return
            if verb == b"DATA" and not self.take():
                return
            if verb != b"DATA":
                self.obey(verb, line)

    def obey(self, verb: bytes, line: bytes) -> None:
        if verb == b"EHLO":
            can = b"AUTH PLAIN" if self.secret else b"STARTTLS" if self.sink.certificate else b"HELP"
            self.say(b"250-sink\r\n250 " + can)
        elif verb == b"STARTTLS":
            self.say(b"220 go on")
            self.wrap()
        elif verb == b"AUTH":
            assert self.secret, "a password came in the clear"
            self.sink.logins.append(base64.b64decode(line.split()[2]).decode())
            self.say(b"235 welcome" if self.sink.logins[-1].endswith("\0right") else b"535 no")
        else:
            self.say(b"250 ok")

    def take(self) -> bool:
        self.say(b"354 go on")
        lines = iter(self.handler.rfile.readline, b".\r\n")
        raw = b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)
        if self.sink.answer.startswith(b"2"):
            self.sink.got.append(email.message_from_bytes(raw, policy=email.policy.default))  # type: ignore[arg-type]
        if self.sink.hang_up:
            return False
        self.say(self.sink.answer)
        return True

    def wrap(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.sink.certificate is not None
        context.load_cert_chain(self.sink.certificate)
        self.handler.connection = context.wrap_socket(self.handler.connection, server_side=True)
        self.handler.rfile = self.handler.connection.makefile("rb")
        self.handler.wfile = self.handler.connection.makefile("wb", 0)
        self.secret = True

    def say(self, line: bytes) -> None:
        self.handler.wfile.write(line + b"\r\n")


def make_certificate(path: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path

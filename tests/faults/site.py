"""The web server of the seeded faults."""

from __future__ import annotations

import datetime
import socket
import ssl
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from string import Template
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.faults.fault import Answer, Pages
from tests.web_server import QuietHandler, serving

NOT_FOUND: Final = Answer(status=404, body="<!doctype html><title>404 Not Found</title><h1>Not Found</h1>")


@dataclass
class Site:
    """Every name below .localhost leads to it: a site may have several hosts."""

    pages: Pages = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)
    _asked: Counter[str] = field(default_factory=Counter)

    def show(self, pages: Pages) -> None:
        self.pages, self._asked = pages, Counter()

    def answer(self, method: str, path: str) -> Answer:
        key = path.partition("?")[0]
        if method == "POST" and f"POST {key}" in self.pages:
            key = f"POST {key}"
        found = self.pages.get(key, NOT_FOUND)
        if not isinstance(found, str | Answer):
            number = min(self._asked[key], len(found) - 1)
            self._asked[key] += 1
            found = found[number]
        return Answer(body=found) if isinstance(found, str) else found

    def filled(self, text: str) -> str:
        return Template(text).safe_substitute(self.addresses)


@contextmanager
def standing() -> Iterator[Site]:
    site = Site()
    handler = _handler(site)
    with ExitStack() as stack:
        address = stack.enter_context(serving(handler))
        port = address.rpartition(":")[2]
        site.addresses = {
            "site": f"http://localhost:{port}",
            "port": port,
            "tls": f"https://localhost:{stack.enter_context(_encrypted(int(port)))}",
            "closed": f"http://localhost:{_unused_port()}",
        }
        stack.callback(site.ended.set)  # first: the server waits for nobody, but threads end sooner so
        yield site


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            self._answer(site.answer("GET", self.path))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(site.answer("POST", self.path))

        def _answer(self, answer: Answer) -> None:
            self.close_connection = True
            if answer.after_seconds and site.ended.wait(min(answer.after_seconds, 3600)):
                return
            if answer.silent:
                return
            body = site.filled(answer.body).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, site.filled(value))
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body) * (3 if answer.cut else 1)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def _encrypted(port: int) -> Iterator[int]:
    """A port that speaks TLS with a certificate nobody vouches for. Behind it is nothing: no client gets so far."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listening:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(Path(folder)))
        thread = threading.Thread(target=_greet, args=(listening, context), daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _greet(listening: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            client, _ = listening.accept()
        except OSError:  # closed: the site ends
            return
        client.settimeout(5)
        with client:
            try:
                context.wrap_socket(client, server_side=True).close()
            except (OSError, ssl.SSLError):  # what this port is for: the browser refuses the certificate
                continue


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=2))
    certificate = builder.sign(key, hashes.SHA256())
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *private) + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])

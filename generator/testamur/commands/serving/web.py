"""
The site over HTTP on this machine, as a static host would give it.

The files stay as they are built; a script that loads the page again is added on the way out.
Whoever asks under another host's name is refused: pages of other websites could else read drafts
(DNS rebinding).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

from testamur.commands.serving.drafts import drafts_page
from testamur.commands.serving.headers import POLICY, Headers
from testamur.commands.serving.workshop import Shown, Workshop

OWN: Final = "/_testamur/"
"""Where what belongs to the workshop stands; no site has such a folder."""

HEARTBEAT: Final = 15.0
"""Seconds after which a page hears that the server is still there."""

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_BODY = re.compile(rb"<body\b[^>]*>")
_BANNER = (
    b'<p class="testamur-draft" role="note">Draft: this page shows content that is not issued yet.'
    b" Only this preview has it.</p>"
)
_ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_ALLOWS_SCRIPT = re.compile(rb"script-src (?:'|&#39;)self")

Described = Callable[[Shown], dict[str, object]]
"""What a page is told of a state, as JSON."""


class Server(ThreadingHTTPServer):
    """Serves one workshop until it is shut down."""

    daemon_threads = True

    def __init__(
        self, host: str, port: int, workshop: Workshop, *, base: str, described: Described
    ) -> None:
        """
        `base` is the path of the site's address, `/` or `/academy/`: pages stand below it here too.

        Raises OSError where the port is taken.
        """
        self.workshop = workshop
        self.base = base
        self.described = described
        super().__init__((host, port), _Handler)
        self.names = _names(host, self.server_port)

    @property
    def address(self) -> str:
        host = str(self.server_address[0])
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}{self.base}"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as the library has it
        """Nothing: the terminal belongs to what changed and what is wrong."""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        names = self.server.names
        if names is not None and self.headers.get("Host", "").lower() not in names:
            self._send(HTTPStatus.FORBIDDEN, b"Another host's name.\n", "txt", with_body=with_body)
            return
        path = unquote(urlsplit(self.path).path)
        if path == f"{OWN}events":
            self._events()
        elif path.startswith(OWN):
            self._own(path.removeprefix(OWN), with_body=with_body)
        elif not path.startswith(self.server.base):
            self._redirect(self.server.base)
        else:
            self._site(path.removeprefix(self.server.base), with_body=with_body)

    def _site(self, path: str, *, with_body: bool) -> None:
        parts = path.split("/")
        plain = not any(part in {".", ".."} or "\\" in part or "\0" in part for part in parts)
        if not plain or "" in parts[:-1]:
            self._missing(with_body=with_body)
            return
        read, asked = self.server.workshop.read, f"{self.server.base}{path}"
        if path == "" or path.endswith("/"):
            path += "index.html"
        elif read(f"{path}/index.html") is not None:
            self._redirect(f"{self.server.base}{path}/")
            return
        data = read(path)
        if data is None:
            self._missing(with_body=with_body)
            return
        kind, is_award = path.rpartition(".")[2], self.server.workshop.is_draft_award(path)
        if kind == "html" and self.server.workshop.is_draft(path) and not is_award:
            data = _BODY.sub(lambda found: found[0] + _BANNER, data, count=1)
        rules = Headers.of((read("_headers") or b"").decode(errors="replace"))
        headers = rules.of_file(asked, path)
        if is_award:
            # Whatever a theme puts into a draft's page, nothing there can call it valid.
            own = f"http://{self.headers['Host']}{OWN}live.js"
            headers[POLICY] = f"script-src {own}; frame-ancestors 'none'"
        self._send(HTTPStatus.OK, data, kind, with_body=with_body, headers=headers)

    def _missing(self, *, with_body: bool) -> None:
        data = self.server.workshop.read("404.html")
        found = (data, "html") if data else (b"There is nothing here yet.\n", "txt")
        self._send(HTTPStatus.NOT_FOUND, *found, with_body=with_body)

    def _own(self, name: str, *, with_body: bool) -> None:
        if name == "drafts/":
            page = drafts_page(self.server.workshop, self.server.base)
            self._send(HTTPStatus.OK, page, "html", with_body=with_body)
        elif name in {"live.js", "live.css"}:
            data = (files("testamur.commands.serving") / "live" / name).read_bytes()
            self._send(HTTPStatus.OK, data, name.rpartition(".")[2], with_body=with_body)
        else:
            self._missing(with_body=with_body)

    def _send(
        self,
        status: HTTPStatus,
        data: bytes,
        kind: str,
        *,
        with_body: bool,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        if kind == "html" and _ALLOWS_SCRIPT.search(data):
            data = data.replace(b"</body>", self._live() + b"</body>", 1)
        sent = {"Content-Type": _TYPES.get(kind, "application/octet-stream"), **(headers or {})}
        self.send_response(status)
        for name, value in (sent | _ALWAYS).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def _live(self) -> bytes:
        pages = self.server.workshop.shown.pages
        return (
            f'<link rel="stylesheet" href="{OWN}live.css">'
            f'<script type="module" src="{OWN}live.js?{pages}"></script>'
        ).encode()

    def _redirect(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _events(self) -> None:
        """Server-sent events (HTML, 9.2): the state now, and each one after it."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        state: Shown | None = self.server.workshop.shown
        number = -1
        try:
            while True:
                if state is None:
                    self.wfile.write(b": still here\n\n")
                else:
                    number = state.number
                    told = json.dumps(self.server.described(state))
                    self.wfile.write(f"event: state\ndata: {told}\n\n".encode())
                self.wfile.flush()
                state = self.server.workshop.wait(number, HEARTBEAT)
        except OSError:
            # The page was closed.
            return


def _names(host: str, port: int) -> frozenset[str] | None:
    """What a browser on this machine may call it; None where others are let in on purpose."""
    if host != "localhost" and not ip_address(host).is_loopback:
        return None
    return frozenset(
        name
        for own in ("localhost", "127.0.0.1", "[::1]")
        for name in (f"{own}:{port}", *([own] if port == 80 else []))
    )

"""
Answers of a live site as they are: status, headers and body, no redirect followed.

What is asked for is this repository's own site; still, a name may lead anywhere, so that addresses
of a private network are refused unless a person allows them.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from testamur.verify.sources import is_public, resolve

MAX_ANSWER = 5_000_000
"""Bytes of one answer that are read."""

_URL = re.compile(r"(https?)://([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?([/?][!-~]*)?")
_CHUNK = 65_536
_SECONDS = 15.0

ORIGIN = "https://verifier.example"
"""Some hosts answer CORS only to a page that says where it is."""


class Unreachable(Exception):
    """No answer. The message is a clause without a full stop."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Web:
    allow_local: bool = False
    """Whether addresses of this machine and of private networks may be asked."""
    seconds: float = _SECONDS
    """For one answer, from connecting to its last byte."""

    def get(self, url: str, limit: int = MAX_ANSWER) -> Answer:
        """
        The answer to one GET, whatever its status.

        Raises Unreachable for no answer, one that is larger than `limit` bytes or takes too long,
        and for an address that may not be asked.
        """
        match = _URL.fullmatch(url)
        if match is None:
            raise Unreachable(f"{url[:200]!r} is not a plain web address")
        secure, host, target = match[1] == "https", match[2], match[4] or ""
        port = int(match[3] or (443 if secure else 80))
        ends = time.monotonic() + self.seconds
        connection = http.client.HTTPConnection(host, port)
        connection.sock = self._connected(host, port)
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(
                connection.sock, server_hostname=host, do_handshake_on_connect=False
            )
        # A timeout counts from the last byte; a slow trickle would never meet it.
        timer = threading.Timer(self.seconds, _cut, [connection.sock])
        timer.daemon = True
        timer.start()
        try:
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            connection.request("GET", f"/{target.removeprefix('/')}", headers=_HEADERS)
            with connection.getresponse() as response:
                return _read(response, url, limit)
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = isinstance(error, TimeoutError) or time.monotonic() >= ends
            reason = f"took longer than {self.seconds:g} seconds" if late else _reason(error)
            raise Unreachable(f"{host} {reason}") from None
        finally:
            timer.cancel()
            connection.close()

    def _connected(self, host: str, port: int) -> socket.socket:
        try:
            found = [ip_address(each.partition("%")[0]) for each in resolve(host, port)]
        except (OSError, OverflowError, ValueError):
            raise Unreachable(f"there is no host {host}") from None
        if not found or not (self.allow_local or all(map(is_public, found))):
            raise Unreachable(f"{host} is not a host of the open internet")
        reason = "gives no answer"
        for address in found:
            try:
                return socket.create_connection((str(address), port), self.seconds)
            except OSError as error:
                reason = _reason(error)
        raise Unreachable(f"{host} {reason}")


_HEADERS = {
    "User-Agent": "testamur",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Origin": ORIGIN,
    "Connection": "close",
}


def _read(response: http.client.HTTPResponse, url: str, limit: int) -> Answer:
    body = bytearray()
    while chunk := response.read(min(_CHUNK, limit + 1 - len(body))):
        body += chunk
        if len(body) > limit:
            raise Unreachable(f"{url} is larger than {limit:,} bytes")
    if response.length:
        raise Unreachable(f"{url} was cut short")
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, bytes(body))


def _cut(connected: socket.socket) -> None:
    # Not SSLSocket's own shutdown, which would let the reader go on in plain text.
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "shows a certificate that is not trusted"
    if isinstance(error, ssl.SSLError):
        return "makes no secure connection"
    return "gives no answer"

"""
Where a verifier gets the other bytes it needs: key documents, status lists, the register.

A source answers one address at a time. What asks may be a stranger's document, so that the one
that goes out to the network goes to public https addresses only.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Protocol
from urllib.parse import urljoin

from testamur.verify.files import Reader

Address = IPv4Address | IPv6Address

_URL = re.compile(r"https://([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?([/?][!-~]*)?")
_NAT64 = int(IPv6Address("64:ff9b::"))
_CHUNK = 65_536
_MAX_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Unavailable(Exception):
    """An address that could not be read. The message is a clause without a full stop."""


class Gone(Unavailable):
    """An address whose host says that what was there is there no more (HTTP status 410)."""


class Source(Protocol):
    def fetch(self, url: str, accept_bytes: int) -> bytes:
        """
        The bytes at an absolute https address.

        Raises Unavailable, with the reason, where there are none or more than `accept_bytes`.
        """
        ...


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The addresses below `base_url`, answered from a folder or from any other reader of paths."""

    read: Reader
    """From a path of the site, without a leading slash, to its bytes; None where there are none."""
    base_url: str
    """Without a slash at the end."""

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        path = self._path(url)
        data = None if path is None else self.read(path)
        if data is None:
            raise Unavailable(f"{url} is not in this copy of {self.base_url}")
        if len(data) > accept_bytes:
            raise _too_large(url, accept_bytes)
        return data

    def _path(self, url: str) -> str | None:
        prefix = f"{self.base_url}/"
        if not url.startswith(prefix):
            return None
        # A static host knows no queries: `?newest` is the same file.
        path = url[len(prefix) :].partition("#")[0].partition("?")[0]
        names = path.split("/")
        # Our own paths are plain; what needs decoding or climbs out is not one of them.
        unsafe = "%" in path or "\\" in path or not {"", ".", ".."}.isdisjoint(names)
        return None if unsafe else path


def is_public(address: Address) -> bool:
    """Whether it is an address of the open internet, and wraps none that is not."""
    if isinstance(address, IPv6Address):
        wrapped: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
        wrapped += address.teredo or ()
        if int(address) >> 32 == _NAT64 >> 32:
            wrapped.append(IPv4Address(int(address) & 0xFFFF_FFFF))
        if any(each is not None and not is_public(each) for each in wrapped):
            return False
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class Https:
    """
    The open internet over https, one answer at a time.

    Each host is resolved once and that address is connected to, so that a name cannot point
    elsewhere between check and use. No redirects, no proxies, no cookies, no compression.
    """

    seconds: float = 15
    """For one answer, from connecting to its last byte."""
    permit: Callable[[Address], bool] = is_public
    """Which addresses may be connected to; tests on the loopback pass another rule."""
    resolver: Callable[[str, int], Sequence[str]] = resolve
    tls: ssl.SSLContext | None = None
    """None: certificates must lead to an authority that the system trusts."""

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        answer = self._get(url, accept_bytes)
        if isinstance(answer, str):
            raise Unavailable(f"{url} answers with a redirect, which is not followed")
        return answer

    def follow(self, url: str, accept_bytes: int) -> tuple[str, bytes]:
        """
        As `fetch`, following a few redirects to other https addresses; the last address, too.

        For an address that a person gave, never for one that a document names.
        """
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._get(url, accept_bytes)
            if isinstance(answer, bytes):
                return url, answer
            url = urljoin(url, answer)
        raise Unavailable(f"{url} is one redirect too many")

    def _get(self, url: str, accept_bytes: int) -> bytes | str:
        """The body, or where a redirect leads."""
        match = _URL.fullmatch(url.partition("#")[0])
        if match is None:
            raise Unavailable(f"{url[:200]!r} is not a plain https address")
        host, port, target = match[1], int(match[2] or 443), match[3] or ""
        if not 0 < port < 65_536:
            raise Unavailable(f"{host} has no port {port}")
        ends = time.monotonic() + self.seconds
        late = Unavailable(f"{host} took longer than {self.seconds:g} seconds")
        try:
            connection = self._connect(host, port, ends)
            try:
                answer = _answer(connection, f"/{target.removeprefix('/')}", url, accept_bytes)
            finally:
                connection.end()
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, TimeoutError) or time.monotonic() >= ends:
                raise late from None
            raise Unavailable(f"{host} cannot be reached ({_reason(error)})") from None
        # A connection that was cut looks like the end of the body.
        if time.monotonic() >= ends:
            raise late
        return answer

    def _connect(self, host: str, port: int, ends: float) -> _Connection:
        try:
            addresses = [ip_address(each.partition("%")[0]) for each in self.resolver(host, port)]
        except (OSError, ValueError):
            raise Unavailable(f"there is no host {host}") from None
        if not addresses:
            raise Unavailable(f"there is no host {host}")
        if not all(self.permit(address) for address in addresses):
            raise Unavailable(f"{host} is not a host of the open internet")
        raw = _first_that_answers([str(address) for address in addresses], port, ends)
        try:
            tls = self.tls or ssl.create_default_context()
            secured = tls.wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)
        except BaseException:
            raw.close()
            raise
        return _Connection(host, port, secured, ends)


class _Connection(http.client.HTTPConnection):
    """A connection that was made and secured already, and is cut when its time is over."""

    default_port = http.client.HTTPS_PORT
    auto_open = 0  # Left to itself, the library would connect again, unsecured.

    def __init__(self, host: str, port: int, secured: ssl.SSLSocket, ends: float) -> None:
        super().__init__(host, port)
        self.sock: ssl.SSLSocket = secured
        # A timeout counts from the last byte; a slow trickle would never meet it.
        self._timer = threading.Timer(_left(ends), _cut, [secured])
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        self._timer.cancel()
        self.close()


def _first_that_answers(addresses: list[str], port: int, ends: float) -> socket.socket:
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), _left(ends) / len(addresses))
    return socket.create_connection((addresses[-1], port), _left(ends))


def _left(ends: float) -> float:
    return max(0.01, ends - time.monotonic())


def _answer(connection: _Connection, target: str, url: str, accept_bytes: int) -> bytes | str:
    connection.sock.do_handshake()
    connection.request(
        "GET", target, headers={"User-Agent": "testamur", "Accept": "application/json, */*"}
    )
    # The response holds the socket as well, until it is closed itself.
    with connection.getresponse() as response:
        return _body(response, url, accept_bytes)


def _body(response: http.client.HTTPResponse, url: str, accept_bytes: int) -> bytes | str:
    location = response.getheader("Location")
    if response.status in _REDIRECTS and location is not None:
        return location
    if response.status == http.client.GONE:
        raise Gone(f"{url} answers {response.status}")
    if response.status != http.client.OK:
        raise Unavailable(f"{url} answers {response.status}")
    if response.getheader("Content-Encoding", "identity") != "identity":
        raise Unavailable(f"{url} answers in a compressed form that was not asked for")
    if (response.length or 0) > accept_bytes:
        raise _too_large(url, accept_bytes)
    body = bytearray()
    while chunk := response.read(min(_CHUNK, accept_bytes + 1 - len(body))):
        body += chunk
        if len(body) > accept_bytes:
            raise _too_large(url, accept_bytes)
    if response.length:
        raise Unavailable(f"{url} was cut short")
    return bytes(body)


def _cut(secured: ssl.SSLSocket) -> None:
    # Not SSLSocket's own shutdown, which would let the reader go on in plain text. An error
    # means that it is closed already.
    with suppress(OSError):
        socket.socket.shutdown(secured, socket.SHUT_RDWR)


def _too_large(url: str, accept_bytes: int) -> Unavailable:
    return Unavailable(f"{url} is larger than {accept_bytes:,} bytes")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not trusted"
    if isinstance(error, ssl.SSLError):
        return "no secure connection"
    return type(error).__name__ if isinstance(error, http.client.HTTPException) else "no answer"

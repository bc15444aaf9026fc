"""V-24: what a verifier fetches, and what it refuses to."""

from __future__ import annotations

import gzip
import http.server
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from testamur.verify.sources import Gone, Https, SiteFolder, Unavailable, is_public

HOST = "badges.example.org"


@dataclass
class Server:
    """A real https server on the loopback, and what it answers by path."""

    port: int
    trust: ssl.SSLContext
    answers: dict[str, Callable[[http.server.BaseHTTPRequestHandler], None]] = field(
        default_factory=dict
    )
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"https://{HOST}:{self.port}{path}"

    def client(self, *, seconds: float = 5) -> Https:
        """A source that may reach the loopback: only ever by these explicit arguments."""
        return Https(
            seconds=seconds,
            permit=lambda address: address.is_loopback,
            resolver=lambda _host, _port: ["127.0.0.1"],
            tls=self.trust,
        )


def body(
    data: bytes, status: int = 200, **headers: str
) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test only")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "test-only.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def server(certificate: Path) -> Iterator[Server]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            answer = served.answers.get(self.path, body(b"not here", 404))
            try:
                answer(self)
            except OSError:
                self.close_connection = True  # The client has had enough.

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class says so
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # Handshakes that a client refuses are part of the tests.

    listening = Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening.socket = context.wrap_socket(listening.socket, server_side=True)
    served = Server(
        listening.server_address[1], ssl.create_default_context(cafile=str(certificate))
    )
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield served
    listening.shutdown()
    thread.join()
    listening.server_close()


def refusal(source: Https, url: str, accept_bytes: int = 1000) -> str:
    with pytest.raises(Unavailable) as caught:
        source.fetch(url, accept_bytes)
    return str(caught.value)


def test_an_answer(server: Server) -> None:
    """
    A plain answer is returned, its query sent along, its fragment not.
    """
    server.answers["/did.json?a=b"] = body(b"{}")

    assert server.client().fetch(server.url("/did.json?a=b#key"), 2) == b"{}"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://badges.example.org/",
        "ftp://badges.example.org/",
        "HTTPS://badges.example.org/",
        "//badges.example.org/",
        "/etc/passwd",
        "data:application/json,{}",
        "https://",
        "https:///did.json",
        "https://ada@badges.example.org/",
        "https://ada:secret@badges.example.org/",
        "https://[::1]/",
        "https://badges.example.org:0/",
        "https://badges.example.org:65536/",
        "https://badges.example.org:x/",
        "https://bücher.example/",
        "https://badges.example.org/a b",
        "https://badges.example.org/a\r\nHost: evil.example",
        "https://badges.example.org\\@evil.example/",
        "",
    ],
)
def test_v24_addresses_that_are_not_plain_https(url: str) -> None:
    """
    Nothing but an https address of a plain host name is even looked up.
    """

    def never(_host: str, _port: int) -> list[str]:
        raise AssertionError

    assert refusal(Https(resolver=never), url)


PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104  # an address that must be refused
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2001:0:7f00:1::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_v24_hosts_that_are_not_on_the_open_internet(address: str) -> None:
    """
    A name that leads to a private, local or wrapped address is refused by default.
    """
    source = Https(resolver=lambda _host, _port: [address])

    assert not is_public(ip_address(address))
    assert refusal(source, "https://badges.example.org/") == (
        "badges.example.org is not a host of the open internet"
    )


def test_v24_one_private_address_among_public_ones_is_enough() -> None:
    """
    A host with both kinds of address is refused before anything is sent.
    """
    source = Https(resolver=lambda _host, _port: ["93.184.215.14", "127.0.0.1"])

    assert "open internet" in refusal(source, "https://badges.example.org/")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses(address: str) -> None:
    """
    Ordinary addresses are what is left.
    """
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost"])
def test_v24_other_spellings_of_the_loopback(host: str, server: Server) -> None:
    """
    However the loopback is spelt, by default nothing connects to it.
    """
    assert refusal(Https(tls=server.trust), f"https://{host}:{server.port}/")
    assert server.asked == []


def test_v24_the_address_that_was_checked_is_connected_to(server: Server) -> None:
    """
    A name is resolved once: it cannot point elsewhere between check and use.
    """
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    server.answers["/"] = body(b"ok")
    source = Https(
        permit=lambda address: address.is_loopback,
        resolver=lambda _host, _port: next(answers),
        tls=server.trust,
    )

    assert source.fetch(server.url("/"), 10) == b"ok"
    assert next(answers) == ["169.254.169.254"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_v24_redirects_are_not_followed(status: int, server: Server) -> None:
    """
    Key documents and lists are where they say they are.
    """
    server.answers["/did.json"] = body(b"", status, Location=server.url("/other.json"))
    server.answers["/other.json"] = body(b"{}")

    assert "redirect" in refusal(server.client(), server.url("/did.json"))
    assert server.asked == ["/did.json"]


def test_a_person_s_address_may_redirect_a_little(server: Server) -> None:
    """
    For the address that a person gave, a few redirects are followed, and the last is told.
    """
    server.answers["/a"] = body(b"", 302, Location="/b")
    server.answers["/b"] = body(b"", 302, Location=server.url("/c"))
    server.answers["/c"] = body(b"{}")

    assert server.client().follow(server.url("/a"), 10) == (server.url("/c"), b"{}")


@pytest.mark.parametrize(
    "location",
    ["http://badges.example.org/", "file:///etc/passwd", "https://[::1]/", "/loop", "javascript:1"],
)
def test_v24_redirects_that_are_not_followed_for_anybody(location: str, server: Server) -> None:
    """
    Not to another scheme, and not in circles.
    """
    server.answers["/loop"] = body(b"", 302, Location=location)

    with pytest.raises(Unavailable):
        server.client().follow(server.url("/loop"), 10)


def test_what_is_gone_is_told_from_what_was_never_there(server: Server) -> None:
    """
    In Open Badges 2.0 the one means revoked, and the other that nothing is known.
    """
    server.answers["/gone"] = body(b"{}", 410)
    with pytest.raises(Gone, match="answers 410"):
        server.client().fetch(server.url("/gone"), 100)
    with pytest.raises(Unavailable) as caught:
        server.client().fetch(server.url("/never"), 100)

    assert not isinstance(caught.value, Gone)


@pytest.mark.parametrize("status", [204, 206, 400, 403, 404, 418, 500, 503])
def test_v13_answers_that_are_no_success(status: int, server: Server) -> None:
    """
    Only 200 is an answer.
    """
    server.answers["/"] = body(b"" if status == 204 else b"{}", status)

    assert str(status) in refusal(server.client(), server.url("/"))


def test_v24_a_large_answer_is_refused_unread(server: Server) -> None:
    """
    A body that announces a gigabyte is refused at its announcement.
    """
    server.answers["/"] = body(b"", Content_Length=str(1 << 30))

    assert "larger than 1,000 bytes" in refusal(server.client(), server.url("/"))


def test_v24_an_endless_answer_is_cut_off(server: Server) -> None:
    """
    A body that announces nothing is read up to the limit and no further.
    """
    sent = 0

    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1 << 14):
            handler.wfile.write(bytes(1 << 16))
            sent += 1 << 16

    server.answers["/"] = endless

    assert "larger than" in refusal(server.client(), server.url("/"), 100_000)
    time.sleep(0.05)
    assert sent < 1 << 27


def test_v24_a_body_of_exactly_the_limit(server: Server) -> None:
    """
    The limit itself is still accepted; one byte more is not.
    """
    server.answers["/"] = body(bytes(1000))

    assert len(server.client().fetch(server.url("/"), 1000)) == 1000
    assert "larger than 999 bytes" in refusal(server.client(), server.url("/"), 999)


def test_an_answer_cut_short(server: Server) -> None:
    """
    Fewer bytes than announced are no answer.
    """
    server.answers["/"] = body(b"{}", Content_Length="3")

    assert "cut short" in refusal(server.client(), server.url("/"))


def test_a_compressed_answer_is_refused(server: Server) -> None:
    """
    Compression was not asked for; inflating it would need limits of its own.
    """
    server.answers["/"] = body(gzip.compress(b"{}"), Content_Encoding="gzip")

    assert "compressed" in refusal(server.client(), server.url("/"))


@pytest.mark.parametrize("part", ["headers", "body"])
def test_v13_a_trickle_ends_in_time(part: str, server: Server) -> None:
    """
    A server that sends a byte now and then is left when the time is over.
    """

    def trickle(handler: http.server.BaseHTTPRequestHandler) -> None:
        if part == "headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        else:
            handler.send_response(200)
            handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    server.answers["/"] = trickle
    started = time.monotonic()

    assert "longer than 0.3 seconds" in refusal(server.client(seconds=0.3), server.url("/"))
    assert time.monotonic() - started < 2


def test_a_certificate_that_is_not_trusted(server: Server) -> None:
    """
    did:web rests on TLS: a certificate of nobody's is refused.
    """
    source = Https(
        permit=lambda address: address.is_loopback, resolver=lambda _host, _port: ["127.0.0.1"]
    )

    assert "certificate is not trusted" in refusal(source, server.url("/"))
    assert server.asked == []


def test_a_certificate_for_another_host(server: Server) -> None:
    """
    A trusted certificate counts for its own name only.
    """
    url = server.url("/").replace(HOST, "badges.example.com")

    assert "certificate is not trusted" in refusal(server.client(), url)


def test_nobody_is_there() -> None:
    """
    A refused connection and an unknown host are reasons, not errors.
    """
    closed = Https(
        permit=lambda address: address.is_loopback, resolver=lambda _host, _port: ["127.0.0.1"]
    )

    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    assert "no answer" in refusal(closed, "https://badges.example.org:1/")
    assert "no host" in refusal(Https(resolver=unknown), "https://badges.example.org/")
    assert "no host" in refusal(Https(resolver=lambda _h, _p: []), "https://badges.example.org/")


@pytest.mark.parametrize(
    "url",
    [
        "https://badges.example.org/academy",
        "https://badges.example.org/academyother/did.json",
        "https://badges.example.org/academy/../secret",
        "https://badges.example.org/academy/a/../../secret",
        "https://badges.example.org/academy//etc/passwd",
        "https://badges.example.org/academy/%2e%2e/secret",
        "https://badges.example.org/academy/..\\secret",
        "https://badges.example.org/academy/",
        "http://badges.example.org/academy/did.json",
        "https://badges.example.com/academy/did.json",
    ],
)
def test_a_folder_answers_for_its_own_addresses_only(url: str) -> None:
    """
    Nothing outside the base address is answered, and no path climbs out of the folder.
    """
    source = SiteFolder(lambda _path: b"{}", "https://badges.example.org/academy")

    with pytest.raises(Unavailable):
        source.fetch(url, 10)


def test_a_folder_knows_no_queries() -> None:
    """
    As on any static host, an address with a query is the same file; sizes are limited too.
    """
    source = SiteFolder({"a.json": b"{}"}.get, "https://badges.example.org/academy")

    assert source.fetch("https://badges.example.org/academy/a.json?newest#x", 2) == b"{}"
    with pytest.raises(Unavailable):
        source.fetch("https://badges.example.org/academy/a.json", 1)

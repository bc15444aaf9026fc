"""Addresses that may stand in a published credential: https, public, and what they look like."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from testamur.content.refused import Refused, shown
from testamur.content.rules import URL

URL_MAX = 2000

_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+")
_HOST_MAX = 253
# Names that mean something else on every network, or nothing outside one.
_PRIVATE = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp")
_PRIVATE_ENDINGS = (".home.arpa",)
# The three ways of writing a link in Markdown; what stands in code is shown, not linked.
_CODE = re.compile(r"(?ms)^(```|~~~).*?^\1|`+[^`]*`+")
_LINKS = re.compile(
    r"\]\(\s*(?:<\s*)?(?P<inline>[^\s<>()]+(?:\([^\s()]*\)[^\s<>()]*)*)"
    r"|<(?P<angle>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>"
    r"|^[ ]{0,3}\[[^\]\n]+\]:\s*<?(?P<reference>[^\s<>]+)",
    re.MULTILINE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|//")


def url(text: str) -> str:
    """
    An absolute https address (RFC 3986), unchanged.

    Raises Refused for other schemes, user names, IP addresses, hosts of private networks,
    punycode, and characters that must be percent-encoded.
    """
    _split(text)
    return text


def base_url(text: str) -> str:
    """
    The address of a site's root, without the slash at its end.

    Raises Refused as `url`, and for a query, a fragment or a path that did:web cannot carry.
    """
    parts = _split(text)
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise _refused(text, "has a query or a fragment", "give the address of the site's root")
    path = parts.path.rstrip("/")
    for segment in path.split("/")[1:]:
        if segment in {"", ".", ".."} or not _SEGMENT.fullmatch(segment):
            raise _refused(text, "has a path with unusual parts", "use letters, digits and hyphens")
    if any(letter.isupper() for letter in parts.netloc):
        raise _refused(text, "has capitals in its host", f"write {parts.netloc.lower()}")
    # With its port written out it would be another DID than without.
    return f"https://{parts.netloc.removesuffix(':443')}{path}"


def links(markdown: str) -> Iterator[tuple[int, str]]:
    """Each link with a host of its own in a Markdown text, and where it starts."""
    visible = _CODE.sub(lambda match: " " * len(match.group()), markdown)
    for match in _LINKS.finditer(visible):
        found = match.lastgroup or ""
        if _SCHEME.match(match[found]):
            yield match.start(found), match[found]


def _split(text: str) -> SplitResult:
    if len(text) > URL_MAX:
        raise _refused(text, f"is longer than {URL_MAX} characters")
    if not text.startswith("https://"):
        raise _refused(text, "is not an https address", 'it starts with "https://"')
    if not _CHARACTERS.fullmatch(text) or _PERCENT.search(text):
        raise _refused(
            text,
            "has characters that an address cannot have",
            "copy the address from a browser, which writes them as %20 and the like",
        )
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(text, "has a host or port that cannot be one") from None
    if "@" in parts.netloc:
        raise _refused(text, "has a user name before its host", "leave out all up to the @")
    if port == 0 or parts.netloc.endswith(":"):
        raise _refused(text, "has a port that cannot be one")
    fault = _host_fault(host)
    if fault is not None:
        raise _refused(text, *fault)
    return parts


@lru_cache(maxsize=4096)
def _host_fault(host: str) -> tuple[str, str | None] | None:
    """What is wrong with a host, and what to do about it; a site's addresses share few hosts."""
    labels = host.split(".")
    if _is_ip(host):
        return "names an IP address instead of a host", "use the host's name"
    if len(host) > _HOST_MAX or not all(_LABEL.fullmatch(label) for label in labels):
        return "has a host that cannot be one", None
    if any(label.startswith("xn--") for label in labels):
        return "has a host in punycode, which readers cannot tell apart", "use an ASCII name"
    if len(labels) == 1 or labels[-1] in _PRIVATE or host.endswith(_PRIVATE_ENDINGS):
        return "names a host that only a private network knows", None
    return None


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # Browsers read 0x7f000001 and 2130706433 as addresses too.
        return re.fullmatch(r"0x[0-9a-f]*|\d+", host.rpartition(".")[2]) is not None
    return True


def _refused(text: str, phrase: str, hint: str | None = None) -> Refused:
    return Refused(URL, f"{phrase}: {shown(text)}", hint)

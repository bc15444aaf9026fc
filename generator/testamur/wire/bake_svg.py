"""
Credentials in SVG pictures: one element of its own namespace (Open Badges 3.0 and 2.0, baking).

The drawing is copied byte for byte; the parser only says where things are.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

import orjson

from testamur.crypto.multibase import base64url_decode
from testamur.wire.baked import Baked, BrokenPictureError, Edition, refuse_large, refuse_many

_NAMESPACE = {
    Edition.V3: "https://purl.imsglobal.org/ob/v3p0",
    Edition.V2: "http://openbadges.org",
}
_NAME = {Edition.V3: "credential", Edition.V2: "assertion"}
_ELEMENTS = {f"{_NAMESPACE[each]} {_NAME[each]}": each for each in Edition}
# Readers of both editions look for this very prefix, whatever it stands for.
_PREFIX = "openbadges"
_SVG = "http://www.w3.org/2000/svg svg"
_JUST_INSIDE = 2
# A start or end of an element, also where an attribute holds a `>`. Possessive: one pass.
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
_TAG_NAME = re.compile(rb"<([^\s/>]+)")


def find(data: bytes) -> tuple[Baked, ...]:
    """
    Every credential in the picture, in order, also where other programs do not look for one.

    Raises BrokenPictureError for what is no well-formed SVG, for declarations inside its document
    type (entities multiply, defaults differ between programs), and beyond the limits.
    """
    found = []
    for each in _Reader(data).read().carriers:
        misplaced = None if each.depth == _JUST_INSIDE else "deep inside the drawing"
        texts = _texts(each.edition, "".join(each.text).strip(), (each.verify or "").strip())
        found += [Baked(each.edition, text.encode(), misplaced) for text in texts]
    refuse_many(found)
    refuse_large(found)
    return tuple(found)


def split(data: bytes, editions: Collection[Edition]) -> tuple[bytes, bytes, str]:
    """
    What goes before and after the elements of credentials, those of `editions` left out; and the
    namespace that the prefix stands for between the two.

    Raises BrokenPictureError as `find`, and for an encoding that does not extend ASCII.
    """
    reader = _Reader(data).read()
    root = _TAG.match(data, reader.root)
    name = _TAG_NAME.match(data, reader.root)
    if root is None or name is None:
        raise BrokenPictureError("is not written in UTF-8")
    declared = reader.root_prefixes.get(_PREFIX)
    # One prefix cannot stand for both: the newer edition has it for the whole drawing.
    prefix = declared or _NAMESPACE[Edition.V3 if Edition.V3 in editions else Edition.V2]
    empty = root[0].endswith(b"/>")
    start = data[: root.end() - (2 if empty else 1)]
    before = start + (_declaration(prefix) if declared is None else b"") + b">"
    after = [b"</%b>" % name[1]] if empty else []
    at = root.end()
    for each in reader.carriers:
        if each.edition in editions:
            after.append(data[at : each.start])
            at = each.end
    after.append(data[at:])
    return before, b"".join(after), prefix


def element_of(edition: Edition, text: bytes, prefix: str | None) -> bytes:
    """
    The element that holds `text`, in a drawing whose `prefix` is that of `split`.

    A JWS stands in `verify` (both editions), JSON in the body; beside that, an assertion has its
    own address in `verify` (OB 2.0 baking), and BrokenPictureError is raised where it has none.
    """
    name = f"{_PREFIX}:{_NAME[edition]}".encode()
    own = b"" if prefix == _NAMESPACE[edition] else _declaration(_NAMESPACE[edition])
    if not text.lstrip().startswith(b"{"):
        return b"<%b%b verify=%b></%b>" % (name, own, _attribute(text.decode().strip()), name)
    if edition is Edition.V2:
        own += b" verify=" + _attribute(_own_address(text))
    return b"<%b%b><![CDATA[%b]]></%b>" % (name, own, text, name)


@dataclass(slots=True)
class _Carrier:
    edition: Edition
    depth: int
    verify: str | None
    start: int
    end: int = 0
    text: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.root = 0
        self.root_prefixes: dict[str | None, str] = {}
        self.carriers: list[_Carrier] = []
        self._inside: _Carrier | None = None
        self._depth = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._namespace
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype

    def read(self) -> _Reader:
        try:
            self._parser.Parse(self._data, True)
        except (expat.ExpatError, LookupError, UnicodeError, ValueError) as error:
            if isinstance(error, BrokenPictureError):
                raise
            raise BrokenPictureError("is not well-formed XML") from None
        return self

    def _namespace(self, prefix: str | None, address: str) -> None:
        if self._depth == 0:
            self.root_prefixes[prefix] = address

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            if name != _SVG:
                raise BrokenPictureError("is XML without an <svg> of SVG's own namespace")
            self.root = self._parser.CurrentByteIndex
        edition = _ELEMENTS.get(name)
        if edition is not None and self._inside is None:
            start, verify = self._parser.CurrentByteIndex, attributes.get("verify")
            self._inside = _Carrier(edition, self._depth, verify, start)
            self.carriers.append(self._inside)
            refuse_many(self.carriers)

    def _end(self, _name: str) -> None:
        carrier = self._inside
        if carrier is not None and carrier.depth == self._depth:
            carrier.end = self._end_of(carrier.start)
            self._inside = None
        self._depth -= 1

    def _end_of(self, start: int) -> int:
        """Behind the element that starts at a byte and has just ended."""
        tag = _TAG.match(self._data, start)
        if tag is not None and not tag[0].endswith(b"/>"):
            tag = _TAG.match(self._data, self._parser.CurrentByteIndex)
        if tag is None:
            raise BrokenPictureError("is not written in UTF-8")
        return tag.end()

    def _text(self, text: str) -> None:
        if self._inside is not None:
            self._inside.text.append(text)

    def _doctype(self, _name: str, _system: object, _public: object, declares: int) -> None:
        if declares:
            raise BrokenPictureError("has a document type with declarations of its own")


def _texts(edition: Edition, body: str, attribute: str) -> list[str]:
    """One text, or both where programs that look into either would show different badges."""
    if not body or not attribute:
        return [body or attribute]
    if edition is Edition.V2 and attribute in _addresses(body):
        return [body]
    if edition is Edition.V2 and _payload(attribute) == _json(body) is not None:
        return [attribute]
    return [attribute, body]


def _addresses(body: str) -> list[object]:
    """Where an assertion says that it stands: in Open Badges 2.0, and 1."""
    found = _json(body)
    if not isinstance(found, dict):
        return []
    verify = found.get("verification", found.get("verify"))
    return [found.get("id"), verify.get("url") if isinstance(verify, dict) else None]


def _payload(signed: str) -> object:
    """What a compact JWS holds; None for what is none."""
    parts = signed.split(".")
    try:
        return _json(base64url_decode(parts[1])) if len(parts) == 3 else None
    except ValueError:
        return None


def _json(text: str | bytes) -> object:
    try:
        found: object = orjson.loads(text)
    except ValueError:
        return None
    return found


def _declaration(namespace: str) -> bytes:
    return f' xmlns:{_PREFIX}="{namespace}"'.encode()


def _attribute(value: str) -> bytes:
    return quoteattr(value).encode("ascii", "xmlcharrefreplace")


def _own_address(assertion: bytes) -> str:
    document = orjson.loads(assertion)
    address = document.get("id")
    if not isinstance(address, str):
        raise BrokenPictureError("cannot hold a 2.0 badge that does not say its own address")
    return address

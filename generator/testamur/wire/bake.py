"""
Put credentials of both editions into one picture, and take them out of pictures again.

Each edition has its own mark in a picture, so that a reader of one does not notice the other.
The picture around a credential is not signed and proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from testamur.wire import bake_png, bake_svg
from testamur.wire.baked import MAX_PICTURE, Baked, BrokenPictureError, Edition

_LOOKED_AT = 4096
# Possessive: what begins with comments without end must not be tried in every way to split it.
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*+>)?+(?:\s++|<!--(?:(?!-->).)*+-->)*+<(?:!doctype\s++)?+"
    rb"(?:[\w.-]++:)?+svg\b",
    re.IGNORECASE | re.DOTALL,
)
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NOT_ASCII = re.compile("[^\x00-\x7f]")


class Form(StrEnum):
    """The two forms of pictures that Open Badges knows."""

    PNG = "PNG"
    SVG = "SVG"


def form_of(data: bytes) -> Form | None:
    """What the first bytes look like; None for what is neither."""
    if data.startswith(bake_png.SIGNATURE):
        return Form.PNG
    return Form.SVG if _SVG.match(data[:_LOOKED_AT]) else None


def unbake(picture: bytes) -> tuple[Baked, ...]:
    """
    Every credential inside, in order: none, one, or one of each edition where all is well.

    Raises BrokenPictureError for a picture that cannot be read, and beyond the limits.
    """
    form = _form(picture)
    return bake_png.find(picture) if form is Form.PNG else bake_svg.find(picture)


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture with room for credentials: one picture serves many awards."""

    form: Form
    before: bytes
    after: bytes
    prefix: str | None = None
    """Of an SVG, the namespace that its outermost element gives to `openbadges:`."""

    def bake(self, credential: bytes | None, assertion: bytes | None = None) -> bytes:
        """
        The picture with a `credential` of edition 3.0 in it, an `assertion` of 2.0, or both.

        Each is one JSON text in UTF-8, whose value is kept, or a compact JWS. Raises
        BrokenPictureError for an assertion in an SVG that does not say its own address.
        """
        given = ((Edition.V3, credential), (Edition.V2, assertion))
        marks = [self._mark(edition, text) for edition, text in given if text is not None]
        return b"".join([self.before, *marks, self.after])

    def _mark(self, edition: Edition, text: bytes) -> bytes:
        written = text_for(self.form, text)
        if self.form is Form.PNG:
            return bake_png.chunk_of(edition, written)
        return bake_svg.element_of(edition, written, self.prefix)


def text_for(form: Form, credential: bytes) -> bytes:
    """
    The same JSON, written so that simple readers find its end in a picture of that form.

    Braces inside strings are escaped, since some readers count them; in an SVG, all that markup
    or another encoding might touch, too.
    """
    strings = b"".join(_STRING.findall(credential))
    text = credential
    # Most credentials have nothing to escape.
    if b"{" in strings or b"}" in strings:
        text = _STRING.sub(_without_braces, text)
    if form is Form.PNG:
        return text
    if b"<" in strings or b">" in strings or b"&" in strings:
        text = _STRING.sub(_without_markup, text)
    return text if text.isascii() else _NOT_ASCII.sub(_escape, text.decode()).encode()


def frame(picture: bytes, editions: Collection[Edition] = (Edition.V3,)) -> Frame:
    """
    The picture made ready for credentials of these editions; those that are there are taken out.

    Pixels, drawing and a badge of another edition stay as they are. Raises BrokenPictureError.
    """
    form = _form(picture)
    if form is Form.PNG:
        return Frame(form, *bake_png.split(picture, editions))
    return Frame(form, *bake_svg.split(picture, editions))


def _form(picture: bytes) -> Form:
    if len(picture) > MAX_PICTURE:
        raise BrokenPictureError(f"has more than {MAX_PICTURE:,} bytes")
    form = form_of(picture)
    if form is None:
        raise BrokenPictureError("is neither PNG nor SVG")
    return form


def _without_braces(string: re.Match[bytes]) -> bytes:
    return string[0].replace(b"{", b"\\u007b").replace(b"}", b"\\u007d")


def _without_markup(string: re.Match[bytes]) -> bytes:
    # Without `>` no string ends the CDATA section either.
    text = string[0].replace(b"<", b"\\u003c").replace(b">", b"\\u003e")
    return text.replace(b"&", b"\\u0026")


def _escape(letter: re.Match[str]) -> str:
    """As JSON writes it in ASCII: beyond the basic plane, two surrogates."""
    units = letter[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))

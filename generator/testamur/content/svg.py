"""
SVG pictures that may be published: drawings alone, out of elements and attributes we know.

Scripts, links, animation, foreign content, styles that load anything, and references that
multiply are refused; a credential baked into the picture is cut out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from xml.parsers import expat

from testamur.content.refused import Refused, shown
from testamur.content.rules import SVG
from testamur.content.text import hidden

BYTES_MAX = 512 * 1024
DEPTH_MAX = 64
ELEMENTS_MAX = 20_000

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_BAKED = {
    "http://openbadges.org assertion",
    "https://purl.imsglobal.org/ob/v3p0 credential",
    "https://purl.imsglobal.org/clr/v2p0 credential",
}
_ELEMENTS = frozenset(
    (  # noqa: SIM905  # names read better as words than as seventy strings
        "svg g defs symbol use title desc path rect circle ellipse line polyline polygon"
        " text tspan textPath style linearGradient radialGradient stop pattern clipPath mask"
        " marker view filter feBlend feColorMatrix feComponentTransfer feComposite"
        " feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow"
        " feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode"
        " feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile"
        " feTurbulence"
    ).split()
)
_ATTRIBUTES = frozenset(
    (  # noqa: SIM905  # names read better as words than as two hundred strings
        "id class style lang role tabindex focusable version baseProfile xmlns viewBox"
        " preserveAspectRatio width height x y x1 x2 y1 y2 cx cy r rx ry fx fy fr d points"
        " pathLength transform transform-origin offset dx dy rotate textLength lengthAdjust"
        " startOffset method spacing side gradientUnits gradientTransform spreadMethod"
        " patternUnits patternContentUnits patternTransform clipPathUnits maskUnits"
        " maskContentUnits mask-type markerUnits markerWidth markerHeight refX refY orient"
        " filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4"
        " order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha"
        " surfaceScale diffuseConstant kernelUnitLength scale xChannelSelector"
        " yChannelSelector azimuth elevation stdDeviation radius baseFrequency numOctaves"
        " seed stitchTiles tableValues slope intercept amplitude exponent z"
        " specularConstant specularExponent limitingConeAngle pointsAtX pointsAtY pointsAtZ"
        " href media color fill fill-opacity fill-rule stroke stroke-dasharray"
        " stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity"
        " stroke-width opacity display visibility overflow clip clip-path clip-rule mask"
        " filter flood-color flood-opacity lighting-color stop-color stop-opacity marker"
        " marker-start marker-mid marker-end paint-order vector-effect shape-rendering"
        " text-rendering image-rendering color-interpolation color-interpolation-filters"
        " color-rendering isolation mix-blend-mode enable-background font font-family"
        " font-size font-size-adjust font-stretch font-style font-variant font-weight"
        " letter-spacing word-spacing text-anchor text-decoration dominant-baseline"
        " alignment-baseline baseline-shift direction unicode-bidi writing-mode kerning"
        " white-space pointer-events font-kerning"
    ).split()
)
_PREFIXES = ("aria-", "data-")
_WORDS = frozenset({"id", "class", "role", "lang"})
_URL = re.compile(r"url\(([^()]*)\)", re.IGNORECASE)
_LOCAL = re.compile(r"#[^\s#'\"()<>\\]+")
# No @import, no escapes that hide one, nothing that old browsers ran.
_STYLE_BANS = re.compile(
    r"[@\\<]|/\*|expression|javascript|behavior|-moz-binding|image\(|image-set|src\(", re.IGNORECASE
)
# The start or the end of an element, also where an attribute holds a `>`.
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(r"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cleaned:
    data: bytes
    was_baked: bool
    """Whether a credential was taken out of it."""


def clean(data: bytes) -> Cleaned:
    """The picture without baked credentials. Raises Refused for anything else that is not art."""
    if len(data) > BYTES_MAX:
        raise _refused(f"has {len(data):,} bytes, more than {BYTES_MAX:,}", "simplify the drawing")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _refused("is not UTF-8", "save it as UTF-8") from None
    for found in hidden(text.removeprefix("\ufeff").replace("\r\n", "\n")):
        raise _refused(found.phrase, "delete it")
    if _DECLARED.match(text):
        raise _refused("declares another encoding than UTF-8", "save it as UTF-8")
    reader = _Reader(data)
    reader.read()
    for start, end in reversed(reader.baked):
        data = data[:start] + data[end:]
    return Cleaned(data, bool(reader.baked))


@dataclass(slots=True)
class _Part:
    """An element with an id: what it holds, and what that refers to."""

    size: int = 1
    references: Counter[str] = field(default_factory=Counter)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.baked: list[tuple[int, int]] = []
        self._parts: dict[str, _Part] = {}
        self._open: list[_Part | None] = []
        self._all = _Part(0)
        self._depth = 0
        self._baked_from: tuple[int, int] | None = None
        self._style: list[str] | None = None
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction

    def read(self) -> None:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            line, why = error.lineno, expat.errors.messages[error.code]
            raise _refused(f"is not XML on line {line}: {why}", "save it again") from None
        _refuse_expansion(self._all, self._parts)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._baked_from is not None:
            return
        if name in _BAKED:
            self._baked_from = (self._parser.CurrentByteIndex, self._depth)
            return
        namespace, _, local = name.rpartition(" ")
        if namespace != _SVG or local not in _ELEMENTS:
            hint = "save it as plain SVG, without an editor's additions"
            raise self._at(f"holds the element {shown(local)}, which is not safe to publish", hint)
        if (local == "svg") != (self._depth == 1):
            raise self._at("has no single <svg> around it", "save it as plain SVG")
        if self._depth > DEPTH_MAX or self._all.size >= ELEMENTS_MAX:
            raise self._at("has too many elements", "simplify the drawing")
        self._enter(
            attributes, [found for item in attributes.items() for found in self._refer(*item)]
        )
        self._style = [] if local == "style" else None

    def _enter(self, attributes: dict[str, str], references: list[str]) -> None:
        part = self._parts.setdefault(attributes["id"], _Part()) if "id" in attributes else None
        for around in (self._all, part, *self._open):
            if around is not None:
                around.size += 1
                around.references.update(references)
        self._open.append(part)

    def _end(self, _name: str) -> None:
        if self._baked_from is not None:
            start, depth = self._baked_from
            if depth == self._depth:
                self.baked.append((start, self._end_of(start)))
                self._baked_from = None
        else:
            if self._style is not None:
                self._refuse_style("".join(self._style))
                self._style = None
            self._open.pop()
        self._depth -= 1

    def _end_of(self, start: int) -> int:
        """Behind the element that starts at a byte and has just ended."""
        tag = _TAG.match(self._data, start)
        if tag and not tag.group().endswith(b"/>"):
            tag = _TAG.match(self._data, self._parser.CurrentByteIndex)
        if tag is None:
            raise self._at("holds a credential that cannot be cut out", "save it without")
        return tag.end()

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _doctype(self, *_: object) -> None:
        raise self._at("has a document type", "delete the line that starts with <!DOCTYPE")

    def _instruction(self, *_: object) -> None:
        raise self._at("has a processing instruction", "delete what stands between <? and ?>")

    def _refer(self, name: str, value: str) -> list[str]:
        """The ids that an attribute refers to. Raises Refused for one that may not be there."""
        namespace, _, local = name.rpartition(" ")
        allowed = (
            (namespace == "" and (local in _ATTRIBUTES or local.startswith(_PREFIXES)))
            or (namespace == _XLINK and local in {"href", "title", "type"})
            or (namespace == _XML and local in {"space", "lang"})
        )
        if not allowed:
            hint = "save it as plain SVG, without an editor's additions"
            raise self._at(
                f"holds the attribute {shown(local)}, which is not safe to publish", hint
            )
        if local == "href":
            if not _LOCAL.fullmatch(value):
                raise self._at("refers to something outside itself", "draw it, or leave it out")
            return [value[1:]]
        is_words = local in _WORDS or local.startswith(_PREFIXES) or namespace != ""
        return [] if is_words else self._refuse_style(value)

    def _refuse_style(self, style: str) -> list[str]:
        """The ids that a style refers to."""
        style = _without_comments(style)
        targets = [_unquoted(match[1].strip()) for match in _URL.finditer(style)]
        rest = _URL.sub("", style)
        unsafe = _STYLE_BANS.search(rest) or "url" in rest.lower()
        if unsafe or not all(_LOCAL.fullmatch(target) for target in targets):
            raise self._at("has a style that may load something", "use plain colours and lines")
        return [target[1:] for target in targets]

    def _at(self, phrase: str, hint: str) -> Refused:
        return _refused(f"{phrase} (line {self._parser.CurrentLineNumber})", hint)


def _without_comments(style: str) -> str:
    """A style without comments; one that does not end stays, and is no style we know."""
    kept = []
    index = 0
    while (start := style.find("/*", index)) >= 0:
        end = style.find("*/", start + 2)
        if end < 0:
            break
        kept.append(style[index:start])
        index = end + 2
    return " ".join([*kept, style[index:]])


def _unquoted(target: str) -> str:
    is_quoted = len(target) > 1 and target[0] == target[-1] and target[0] in "'\""
    return target[1:-1] if is_quoted else target


def _refuse_expansion(drawing: _Part, parts: dict[str, _Part]) -> None:
    """Few elements can stand for billions, each referring twice to the one before."""
    sizes: dict[str, int] = {}

    def size(part: _Part, path: tuple[str, ...]) -> int:
        total = part.size
        for target, count in part.references.items():
            if target in path:
                raise _refused("refers to a part from within that part", "draw it without")
            if target in parts:
                if target not in sizes:
                    sizes[target] = size(parts[target], (*path, target))
                total += count * sizes[target]
            if total > ELEMENTS_MAX or len(path) > DEPTH_MAX:
                raise _refused("multiplies its parts beyond measure", "simplify the drawing")
        return total

    size(drawing, ())


def _refused(phrase: str, hint: str) -> Refused:
    return Refused(SVG, phrase, hint)

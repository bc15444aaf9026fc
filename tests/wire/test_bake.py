"""Credentials go into pictures and come out again; nothing else of the picture changes."""

from __future__ import annotations

import io
import json
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from testamur.wire.bake import Form, form_of, frame, unbake
from testamur.wire.baked import MAX_FOUND, MAX_PICTURE, MAX_TEXT, BrokenPictureError, Edition
from tests.support.pictures import SIGNATURE, SVG, V3, carrier, chunk, itxt, png, svg

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"

PNG = png(chunk(b"tEXt", b"Title\0A badge"))
AWKWARD = '{"a": "}{ \\" \\\\{ ]]> </openbadges:credential> & \\u00fc Hồng عائشة 😀 \ufffe\x7f"}'

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('{}<>&]"\\a😀'), inner),
    max_leaves=12,
)


def only(picture: bytes) -> bytes:
    (found,) = unbake(picture)

    assert Edition.V3 is found.edition
    assert found.misplaced is None
    return found.text


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text('{}<>&]"\\é'), json_values), st.sampled_from([PNG, SVG]))
def test_the_value_that_goes_in_comes_out(value: dict[str, object], picture: bytes) -> None:
    """
    Any JSON comes out with the same value, and baking again gives the picture of the last alone.
    """
    for in_ascii in (True, False):
        text = json.dumps(value, ensure_ascii=in_ascii, indent=1).encode()
        baked = frame(picture).bake(text)

        assert value == json.loads(only(baked))
    assert frame(picture).bake(b"{}") == frame(baked).bake(b"{}")


def test_not_a_pixel_and_no_other_chunk_changes() -> None:
    """
    Besides one new chunk behind the header, a PNG is the same bytes; other readers see the text.
    """
    baked = frame(PNG).bake(AWKWARD.encode())
    start = baked.index(b"iTXt") - 4
    length = int.from_bytes(baked[start : start + 4])

    assert PNG[:33] == baked[:start]
    assert PNG == baked[:start] + baked[start + 12 + length :]
    with Image.open(io.BytesIO(baked)) as after, Image.open(io.BytesIO(PNG)) as before:
        after.load()

        assert before.tobytes() == after.tobytes()
        assert json.loads(AWKWARD) == json.loads(getattr(after, "text")["openbadgecredential"])  # noqa: B009  # not in Pillow's types


def test_no_line_of_a_drawing_changes() -> None:
    """
    Without the element and the declaration of its prefix, an SVG is the same bytes.
    """
    baked = frame(SVG).bake(AWKWARD.encode())
    element = re.search(rb"<openbadges:credential>.*</openbadges:credential>", baked, re.DOTALL)

    assert element is not None
    assert element[0].isascii()
    assert b"</openbadges:credential>" == baked[element.start() :].partition(b"]]>")[2][:24]

    rest = baked.replace(element[0], b"").replace(f' xmlns:openbadges="{V3}"'.encode(), b"")

    assert rest == SVG
    first = ET.fromstring(baked)[0]  # noqa: S314  # our own bytes
    assert (f"{{{V3}}}credential", {}) == (first.tag, first.attrib)
    assert json.loads(AWKWARD) == json.loads(first.text or "")


ASSERTION = b'{"id": "https://a.example/1?a=1&b=\\u00fc", "type": "Assertion", "note": "]]> {"}'
JWS = b"eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"


@pytest.mark.parametrize("picture", [PNG, SVG])
@pytest.mark.parametrize("older", [ASSERTION, JWS])
@pytest.mark.parametrize("newer", [AWKWARD.encode(), JWS])
def test_both_editions_go_in_and_come_out(picture: bytes, newer: bytes, older: bytes) -> None:
    """
    In whatever order they were baked, each is replaced by its own edition alone.
    """
    both = frame(picture, tuple(Edition)).bake(newer, older)
    first_old = frame(frame(picture, [Edition.V2]).bake(None, older)).bake(newer)
    first_new = frame(frame(picture).bake(newer), [Edition.V2]).bake(None, older)

    for baked in (both, first_old, first_new):
        found = {each.edition: each for each in unbake(baked)}

        assert 2 == len(found)
        assert all(each.misplaced is None for each in found.values())
        for edition, text in ((Edition.V3, newer), (Edition.V2, older)):
            if text is JWS:
                assert JWS == found[edition].text
            else:
                assert json.loads(text) == json.loads(found[edition].text)
    assert both == frame(both, tuple(Edition)).bake(newer, older)
    assert frame(picture).bake(newer) == frame(both, tuple(Edition)).bake(newer)


def test_an_assertion_in_a_drawing_says_its_address_beside_its_text() -> None:
    """
    As Open Badges 2.0 has it: under its own prefix, the address in `verify`, the JSON in a body.
    """
    baked = frame(SVG, tuple(Edition)).bake(b"{}", ASSERTION)
    newer, older, *_ = ET.fromstring(baked)  # noqa: S314  # our own bytes

    assert f"{{{V3}}}credential" == newer.tag
    assert "{http://openbadges.org}assertion" == older.tag
    assert {"verify": "https://a.example/1?a=1&b=ü"} == older.attrib
    assert json.loads(ASSERTION) == json.loads(older.text or "")
    assert b"<openbadges:assertion " in baked
    assert b'verify="eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"' in frame(SVG).bake(JWS)


@pytest.mark.parametrize("text", [b"{}", b'{"id": 1}', b'{"id": null}'])
def test_a_drawing_takes_no_assertion_without_an_address(text: bytes) -> None:
    """
    Its readers ask the address alone.
    """
    with pytest.raises(BrokenPictureError, match="its own address"):
        frame(SVG, [Edition.V2]).bake(None, text)


@pytest.mark.parametrize("picture", [PNG, SVG])
def test_who_counts_braces_finds_the_end(picture: bytes) -> None:
    """
    No brace stands inside a string: depth is zero at the end of the credential and not before.
    """
    baked = frame(picture).bake(f'{{"inner": {AWKWARD}, "outer": 1}}'.encode())
    start = baked.index(b"{", baked.index(b"credential"))
    depth, end = 1, start
    while depth:
        end += 1
        depth += {ord("{"): 1, ord("}"): -1}.get(baked[end], 0)

    assert only(baked) == baked[start : end + 1]


@pytest.mark.parametrize(
    "picture",
    [
        svg(""),
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg" />',
        b'\xef\xbb\xbf<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b'<?xml version="1.0" encoding="iso-8859-1"?><svg xmlns="http://www.w3.org/2000/svg">\xe9</svg>',
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">' + svg(""),
        svg("", f' xmlns:openbadges="{V3}"'),
        svg("", ' xmlns:openbadges="http://openbadges.org"'),
        svg(f"<g>{carrier('{}')}</g>{carrier('{}')}"),
        svg("", " a='>'"),
    ],
)
def test_drawings_of_many_hands(picture: bytes) -> None:
    """
    Empty or prefixed roots, marks, encodings, prefixes that are taken: one credential, in place.
    """
    baked = frame(picture).bake('{"name": "Hồng"}'.encode())

    assert {"name": "Hồng"} == json.loads(only(baked))
    ET.fromstring(baked)  # noqa: S314  # our own bytes


@pytest.mark.parametrize(
    "extra",
    [
        itxt(b'{"a": 1}'),
        chunk(b"tEXt", b'openbadgecredential\0{"a": 1}'),
        chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(b"{}")),
        itxt(b"{}") + itxt(b"{}"),
    ],
)
def test_what_was_baked_before_is_replaced(extra: bytes) -> None:
    """
    In whatever chunk the earlier credential stands, only the new one is left.
    """
    baked = frame(png(extra, behind=extra)).bake(b'{"b": 2}')

    assert b'{"b": 2}' == only(baked)
    assert baked == frame(png()).bake(b'{"b": 2}')


@pytest.mark.parametrize(
    "picture",
    [
        png(itxt(b"{}", b"openbadges")),
        svg('<o:assertion xmlns:o="http://openbadges.org" verify="https://a.example/1"/>'),
    ],
)
def test_a_badge_of_the_older_edition_stays(picture: bytes) -> None:
    """
    One picture may carry both editions; each has a mark of its own.
    """
    found = unbake(frame(picture).bake(b'{"b": 2}'))

    assert [Edition.V3, Edition.V2] == [each.edition for each in found]
    assert unbake(picture) == found[1:]


@pytest.mark.parametrize(
    ("picture", "text", "where"),
    [
        (png(chunk(b"tEXt", b"openbadgecredential\0{}")), b"{}", "in a tEXt chunk"),
        (
            png(chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(b"{}"))),
            b"{}",
            "in a zTXt chunk",
        ),
        (
            png(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{}"))),
            b"{}",
            "in a compressed chunk",
        ),
        (svg(f"<g>{carrier('{}')}</g>"), b"{}", "deep inside the drawing"),
        (png(chunk(b"tEXt", b"openbadges\0https://a.example/1")), b"https://a.example/1", None),
        (png(behind=itxt(b"{}")), b"{}", None),
        (svg(f'<o:credential xmlns:o="{V3}" verify="e.y.J"/>'), b"e.y.J", None),
    ],
)
def test_where_it_stands_is_said(picture: bytes, text: bytes, where: str | None) -> None:
    """
    A credential where other programs do not look is found, and said to be there.
    """
    (found,) = unbake(picture)

    assert (text, where) == (found.text, found.misplaced)


@pytest.mark.parametrize(
    ("picture", "phrase"),
    [
        (b"", "is neither PNG nor SVG"),
        (b"GIF89a", "is neither PNG nor SVG"),
        (SIGNATURE, "is cut short"),
        (PNG[:-1], "is cut short"),
        (PNG[:40], "is cut short"),
        (png(b"\xff\xff\xff\xffiTXt"), "is cut short"),
        (png(b"\x00\x00\x00\x02iTXtopenbadgecredential\0"), "is damaged"),
        (PNG.replace(b"A badge", b"A wedge"), "is damaged"),
        (SIGNATURE + chunk(b"IEND", b""), "is damaged"),
        (png(chunk(b"IHDR", bytes(13))), "is damaged"),
        (
            png(chunk(b"iTXt", b"openbadgecredential\0\0")),
            "is damaged where it should hold a credential",
        ),
        (
            png(chunk(b"iTXt", b"openbadgecredential\0\7\0\0\0{}")),
            "is damaged where it should hold a credential",
        ),
        (
            png(chunk(b"zTXt", b"openbadgecredential\0\0{}")),
            "is damaged where it should hold a credential",
        ),
        (png(*[itxt(b"{}")] * (MAX_FOUND + 1)), "more than 8 credentials"),
        (png(itxt(b" " * (MAX_TEXT + 1))), "more than 2,000,000 bytes"),
        (
            png(chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(bytes(50_000_000)))),
            "more than 2,000,000 bytes",
        ),
        (png(bytes(MAX_PICTURE)), "more than 10,000,000 bytes"),
        (svg(carrier("{}") * (MAX_FOUND + 1)), "more than 8 credentials"),
        (svg("<g>"), "is not well-formed XML"),
        (svg("&lol;"), "is not well-formed XML"),
        (b"<svg>", "is XML without an <svg>"),
        (b"<svg/>", "is XML without an <svg>"),
        (b'<svg xmlns="http://www.w3.org/1999/xhtml"/>', "is XML without an <svg>"),
        (b'<?xml version="1.0" encoding="ebcdic-x"?><svg/>', "is not well-formed XML"),
        (
            b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg("&b;"),
            "has a document type with declarations",
        ),
        (
            b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("&x;"),
            "has a document type with declarations",
        ),
        (
            b"<!DOCTYPE svg [<!ATTLIST svg verify CDATA 'x'>]>" + svg(""),
            "has a document type with declarations",
        ),
    ],
)
def test_hostile_pictures_are_refused(picture: bytes, phrase: str) -> None:
    """
    Cut short, lying lengths, wrong sums, bombs, too much of anything: a sentence.

    Only a bad credential in a good picture can be replaced by another.
    """
    with pytest.raises(BrokenPictureError, match=re.escape(phrase)):
        unbake(picture)
    if "credential" in phrase or "2,000,000" in phrase:
        return
    with pytest.raises(BrokenPictureError, match=re.escape(phrase)):
        frame(picture)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([frame(PNG).bake(b'{"a": "b"}'), frame(SVG).bake(b'{"a": "b"}')]),
    st.floats(0, 1, exclude_max=True),
    st.none() | st.integers(1, 255),
)
def test_no_changed_or_missing_byte_breaks_the_reader(
    picture: bytes, where: float, difference: int | None
) -> None:
    """
    A picture is read or refused with a sentence, whichever byte is changed or where it is cut.
    """
    at = int(where * len(picture))
    changed = picture[:at]
    if difference is not None:
        changed += bytes([picture[at] ^ difference]) + picture[at + 1 :]
    for act in (unbake, frame):
        try:
            said: object = act(changed)
        except BrokenPictureError as refusal:
            said = str(refusal)

        assert said not in {None, ""}


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (PNG, Form.PNG),
        (SVG, Form.SVG),
        (b"<!DOCTYPE svg PUBLIC 'x' 'y'><svg/>", Form.SVG),
        (b"<s:svg/>", Form.SVG),
        (b"<svgx/>", None),
        (b'{"a": "<svg>"}', None),
        (b"<!--" * 500_000, None),
        (b"<!---->" * 300_000, None),
    ],
)
def test_pictures_are_known_by_their_first_bytes(data: bytes, form: Form | None) -> None:
    """
    What only resembles a picture is none, and looking takes no time.
    """
    assert form is form_of(data)


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the samples are not beside the repository")
@pytest.mark.parametrize(
    ("name", "edition", "start"),
    [
        ("ob2/baking/baked_example.svg", Edition.V2, b"{"),
        ("ob2/baking/baked_heart.png", Edition.V2, b'{"uid":"123"'),
        ("ob2/baking/unbaked_example.svg", None, b""),
        ("ob2/baking/public_domain_heart.png", None, b""),
        ("ob3/validator/simple-json.svg", Edition.V3, b"{"),
        ("ob3/validator/simple-jwt.png", Edition.V3, b"eyJ"),
        ("ob3/validator/simple-jwt_v1.png", Edition.V3, b"eyJ"),
        ("ob3/validator/simple-jwt_v1.svg", Edition.V3, b"eyJ"),
    ],
)
def test_what_others_baked_is_found(name: str, edition: Edition | None, start: bytes) -> None:
    """
    The samples of other bakers hold what they say, and take a credential of ours.
    """
    picture = (VECTORS / name).read_bytes()
    found = unbake(picture)

    assert ([edition] if edition else []) == [each.edition for each in found]
    assert all(each.text.startswith(start) and each.misplaced is None for each in found)
    newer = [each for each in unbake(frame(picture).bake(b"{}")) if each.edition is Edition.V3]
    assert [b"{}"] == [each.text for each in newer]

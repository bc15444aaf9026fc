"""Files that are no JSON: what their bearer is told."""

from __future__ import annotations

import pytest

from testamur.verify.document import verify_document
from testamur.verify.formats import other_format
from testamur.verify.sources import SiteFolder
from tests.support import issuer


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<!doctype html><title>Ada</title>", "credential.json beside it."),
        (b'\xef\xbb\xbf\n<HTML lang="en">', "credential.json beside it."),
        (b"<!-- saved --><!DOCTYPE html>", "credential.json beside it."),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
            "PNG picture is cut short; no credential was read from it.",
        ),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "The SVG picture holds no credential."),
        (
            b'<?xml version="1.0"?>\n<!-- by hand -->\n<svg>',
            "without an <svg> of SVG's own namespace; no credential was read from it.",
        ),
        (b"%PDF-1.7\n%\xe2\xe3", "or look up the address that the certificate shows."),
        (b" \n", "It is empty."),
        (b"Dear Ada,", "It is not JSON."),
    ],
)
def test_what_is_no_json_is_said_to_be_none(data: bytes, expected: str) -> None:
    """
    What a file is instead is said in plain words, and where the credential is to be found.
    """
    site = issuer.honest_site()
    found = verify_document(data, SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW)
    sentence = found.step("readable").detail

    assert sentence.endswith(expected)
    assert sentence in found.sentence()
    assert "line 1" not in sentence


@pytest.mark.parametrize(
    ("data", "word", "code"),
    [
        (b"<!doctype html>", "unknown", 16),
        (b"\x89PNG\r\n\x1a\n", "unknown", 16),
        (b"", "altered", 1),
        (b"Dear Ada,", "altered", 1),
        (b'{"type": ', "altered", 1),
        (b'{"a": 1, "a": 2}', "altered", 1),
    ],
)
def test_another_kind_of_file_is_no_forgery(data: bytes, word: str, code: int) -> None:
    """
    A file of a kind that is not read could not be checked; JSON that is damaged is not valid.
    """
    site = issuer.honest_site()
    found = verify_document(data, SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW)

    assert (word, code) == (found.word.value, found.word.exit_code)


@pytest.mark.parametrize(
    "data",
    [
        b'{"type": "text/html", "body": "<html>"}',
        b"Dear Ada, <html>",
        b"eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0",
        b"eyJ not a token. at. all",
        b"PNG",
        b"<svgx>",
        b"<htmlx>",
        b"<note/>",
    ],
)
def test_what_only_resembles_a_known_kind_is_not_named(data: bytes) -> None:
    """
    Only the first bytes count: what stands further in, or is merely similar, names nothing.
    """
    assert other_format(data) is None


def test_looking_at_a_hostile_file_takes_no_time() -> None:
    """
    A file that begins with comments without end is given up on after its first kilobytes.
    """
    assert other_format(b"<!--" * 500_000) is None
    assert other_format(b"<!---->" * 300_000) is None

"""Single values: what passes, unchanged or in one form, and what does not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.content import leaks, looks, text, urls, values
from testamur.content.refused import Refused

GOOD = [
    (urls.url, "https://files.example.org/a/b?c=d&e=%20#f"),
    (urls.url, "https://files.example.org:8443/"),
    (urls.url, "https://files.example.org"),
    (urls.url, "https://1and1.example.org/(x)"),
    (urls.base_url, "https://example.org/~ada/badges_2"),
    (values.email, "ada+badges@example.com"),
    (values.email, "o'brien@mail.example.co.uk"),
    (values.did, "did:web:example.org%3A8443:people:ada"),
    (values.did, "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"),
    (values.did, "did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IkFBQUEifQ"),
    (values.language, "zh-Hans-CN"),
    (values.language, "es-419"),
    (values.time_zone, "America/Argentina/Buenos_Aires"),
    (values.duration, "P1Y6M"),
    (values.folder, "content/register"),
    (values.folder, "register"),
    (values.picture_name, "logo.svg"),
    (values.line, "Grüße, 你好, مرحبا"),
    (values.markdown, "See [it](https://files.example.org/a_(b)) or <mailto:ada@example.com>"),
    (values.markdown, "Run `curl http://localhost/` or\n```\nhttp://127.0.0.1\n```\n[x](#part)"),
]

BAD = [
    (urls.url, "HTTPS://files.example.org/", "url"),
    (urls.url, "https://files.example.org:/", "url"),
    (urls.url, "https://files.example.org:port/", "url"),
    (urls.url, "https://files.example.org./", "url"),
    (urls.url, "https://[::ffff:10.0.0.1]/", "url"),
    (urls.url, "https://[oops/", "url"),
    (urls.url, "https://10.0.0.1/", "url"),
    (urls.url, "https://0177.0.0.1/", "url"),
    (urls.url, "https://a_b.example.org/", "url"),
    (urls.url, 'https://files.example.org/"onload="', "url"),
    (urls.base_url, "https://example.org/?a", "url"),
    (urls.base_url, "https://example.org/?", "url"),
    (urls.base_url, "https://example.org/#", "url"),
    (urls.base_url, "https://example.org/a/../b", "url"),
    (urls.base_url, "https://example.org/a//b", "url"),
    (urls.base_url, "https://example.org/a%20b", "url"),
    (urls.base_url, "https://Example.org/", "url"),
    (values.email, "ada@example", "email"),
    (values.email, "ada@@example.com", "email"),
    (values.email, ".ada@example.com", "email"),
    (values.email, "a..da@example.com", "email"),
    (values.email, "ada@-example.com", "email"),
    (values.email, "Ada <ada@example.com>", "email"),
    (values.email, "ada@example.com, bob@example.com", "email"),
    (values.email, "a" * 65 + "@example.com", "email"),
    (values.email, "ada@" + "a." * 130 + "com", "email"),
    (values.email, "ada@exämple.com", "email"),
    (values.email, "adä@example.com", "email"),
    (values.email, "地址@例え.jp", "email"),
    (values.did, "did:web:localhost", "did"),
    (values.did, "did:key:6Mk", "did"),
    (values.did, "did:ion:abc", "did"),
    (values.did, "DID:web:example.org", "did"),
    (values.language, "EN", "language"),
    (values.language, "en_US", "language"),
    (values.language, "en-us", "language"),
    (values.time_zone, "../../etc/passwd", "time-zone"),
    (values.time_zone, "/etc/localtime", "time-zone"),
    (values.time_zone, "Europe", "time-zone"),
    (values.sha256, "g" * 64, "digest"),
    (values.sha256, "a" * 63, "digest"),
    (values.folder, "/register", "folder"),
    (values.folder, "a/../b", "folder"),
    (values.folder, "content", "folder"),
    (values.folder, "content/awards/2025", "folder"),
    (values.folder, "keys/register", "folder"),
    (values.folder, ".git", "folder"),
    (values.picture_name, "../logo.svg", "folder"),
    (values.picture_name, "logo.jpg", "folder"),
    (values.organization_number, "12a", "number"),
    (looks.colour, "plum", "colour"),
    (looks.colour, "#fff", "colour"),
    (looks.colour, "##123456", "colour"),
    (looks.colour, "#12345g", "colour"),
    (looks.colour, "#１23456", "colour"),
    (looks.colour, "#123456; }", "colour"),
    (values.boolean, "no", "unknown-choice"),
    (values.boolean, "True", "unknown-choice"),
    (values.line, " ", "empty-value"),
    (values.line, "a\u2028b", "line-break"),
    (values.line, "a" * 301, "text-length"),
    (values.passage, "a" * 20_001, "text-length"),
    (values.passage, "a\x7fb", "control-character"),
    (values.passage, "a\x85b", "control-character"),
    (values.markdown, "[x](http://files.example.org/)", "url"),
    (values.markdown, "[x](< http://files.example.org/>)", "url"),
    (values.markdown, "![x](//ada@files.example.org/a)", "url"),
    (values.markdown, "<https://ada@evil.example/>", "url"),
    (values.markdown, "[x][1]\n\n  [1]: https://xn--pple-43d.com", "url"),
    (values.markdown, "[x](file:///etc/passwd)", "url"),
    (values.award_id, "8" + "0" * 25, "slug"),
]


@pytest.mark.parametrize(("read", "value"), GOOD)
def test_good_values(read: Callable[[str], str], value: str) -> None:
    """A good value is kept as it was written."""
    assert value == read(value)


@pytest.mark.parametrize(("read", "value", "code"), BAD)
def test_bad_values(read: Callable[[str], object], value: str, code: str) -> None:
    """A bad value is refused by its rule, in a phrase that goes on after a field's name."""
    with pytest.raises(Refused) as refused:
        read(value)

    assert code == refused.value.rule.code
    assert refused.value.phrase.split()[0] in {"is", "has", "holds", "names", "links", "cannot"}


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (values.base_url, "https://example.org/", "https://example.org"),
        (values.base_url, "https://example.org/a/", "https://example.org/a"),
        (values.folder, "content/register/", "content/register"),
        (values.email, " Ada@Example.com ", "Ada@Example.com"),
        (values.sha256, "AB" * 32, "ab" * 32),
        (values.line, " Nguye\u0302\u0303n ", "Nguy\u1ec5n"),
        (values.passage, "a\r\nb\n", "a\nb"),
    ],
)
def test_values_in_one_form(read: Callable[[str], str], value: str, expected: str) -> None:
    """What can be written in several ways is kept in one."""
    assert expected == read(value)


@pytest.mark.parametrize(
    "innocent",
    [
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IkFBQUEifQ",
        "sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
        '{"kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
        "z" + "3" * 48,
        "The private key is kept by the office; the password too.",
    ],
)
def test_no_secret(innocent: str) -> None:
    """Public keys, digests and words are no secrets."""
    assert [] == list(leaks.find(innocent.encode()))


@pytest.mark.parametrize(
    "secret",
    [
        "did:jwk:eyJrdHkiOiJPS1AiLCJkIjoiQUFBQSIsIngiOiJBQUFBIn0",
        "d: " + "A" * 43,
        "- d: '" + "A" * 43 + "'",
    ],
)
def test_secrets_in_odd_places(secret: str) -> None:
    """The private part of a key is found in a DID and in YAML too."""
    assert 1 == len(list(leaks.find(f"x: y\n{secret}\n".encode())))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_clean_text_stays_clean(value: str) -> None:
    """Text that passes is composed, passes again unchanged, and holds nothing hidden."""
    cleaned = _taken(text.clean, value)
    if cleaned is not None:
        assert cleaned == text.clean(cleaned)
        assert unicodedata.is_normalized("NFC", cleaned)
        assert [] == list(text.hidden(cleaned))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_readers_answer_anything(value: str) -> None:
    """A reader takes any text or refuses it; what it takes, it takes again."""
    for read in {read for read, _ in GOOD}:
        taken = _taken(read, value)
        if taken is not None:
            assert taken == read(taken)


def _taken(read: Callable[[str], str], value: str) -> str | None:
    """What a reader makes of a text, or None where it refuses it."""
    try:
        return read(value)
    except Refused:
        return None


@pytest.mark.parametrize(
    ("text", "phrase", "hint"),
    [
        ("adä@example.com", "before the @", "leave it out"),
        ("地址@例え.jp", "before the @", "leave it out"),
        ("ada@exämple.com", "behind the @", "xn--"),
    ],
)
def test_an_address_in_other_letters_is_refused_plainly(text: str, phrase: str, hint: str) -> None:
    """It is an address to many; the report says which letters are not taken, and what to do."""
    with pytest.raises(Refused) as caught:
        values.email(text)

    assert phrase in caught.value.phrase
    assert hint in (caught.value.hint or "")

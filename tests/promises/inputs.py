"""The authors' mistakes H04 to H43, each as files laid over a good repository, and its fate."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from testamur.crypto.multibase import base58btc_encode
from tests.content.support import SVG, chunk, png
from tests.support.repository import SITE

AWARD = """\
credential: data-steward
recipient: {name: Emmy Noether, email: emmy@example.org}
awarded: 2026-05-14
"""
FILE = "content/awards/emmy.yaml"
LIST = "content/awards/list.yaml"
COHORT = "content/awards/2026.csv"
HEADER = "credential,name,email,awarded\n"
CREDENTIAL = "content/credentials/forge/credential.md"
TEXT = """\
---
name: Forge
description: Works safely at a forge.
kind: participation
---
Take part in all three days.
"""
BADGE = "content/credentials/data-steward/badge"
SECRET = "z" + base58btc_encode(b"\x80\x26" + bytes(range(32)))
PEM = "-----BEGIN PRIVATE KEY-----"


@dataclass(frozen=True)
class Case:
    """One input: what it is, and what is promised of it."""

    id: str
    rule: str
    """Of the first problem."""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    at: str | None = None
    """File, line and column of the first problem."""
    says: tuple[str, ...] = ()
    code: int = 1
    make: Callable[[Path], object] | None = None
    """What no text can be: links, pipes, folders."""
    hides: tuple[str, ...] = ()
    """What no report repeats."""


def award(id_: str, rule: str, text: str, **promised: object) -> Case:
    """An award's record of this text."""
    return Case(id_, rule, {FILE: text}, **promised)  # type: ignore[arg-type]  # by name, as above


def more(id_: str, rule: str, lines: str, **promised: object) -> Case:
    """A good record with further lines, the first of which is the fourth of the file."""
    return award(id_, rule, f"{AWARD}{lines}\n", **promised)


def _link(target: str) -> Callable[[Path], object]:
    return lambda root: (root / "content/awards/link.yaml").symlink_to(target)


CASES = (
    more("H04", "url", "evidence: [{name: x, url: https://a@evil.example/}]", at=f"{FILE}:4:27"),
    more("H04", "url", "evidence: [{name: x, url: https://xn--80ak6aa92e.com/}]"),
    Case("H11", "svg", {f"{BADGE}.svg": SVG.format("<script>alert(1)</script>")}),
    Case("H11", "svg", {f"{BADGE}.svg": SVG.format("<circle r='1' onload='alert(1)'/>")}),
    Case("H11", "svg", {f"{BADGE}.svg": SVG.format("<foreignObject/>")}),
    Case("H11", "svg", {f"{BADGE}.svg": SVG.format("<use href='https://evil.example/x#a'/>")}),
    Case(
        "H12",
        "svg",
        {f"{BADGE}.svg": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG},
    ),
    award("H13", "yaml-alias", AWARD.replace("{name", "&a {name"), at=f"{FILE}:2:12"),
    more("H13", "yaml-alias", "narrative: *a", at=f"{FILE}:4:12"),
    more("H14", "yaml-alias", "<<: {route: course}", at=f"{FILE}:4:1"),
    award("H15", "yaml-limit", "[" * 200_000),
    award("H15", "yaml-limit", "{a: " * 50_000),
    more("H16", "duplicate-key", "awarded: 2026-05-15", at=f"{FILE}:4:1", says=("line 3",)),
    more("H17", "yaml-tag", "narrative: !!python/object/apply:os.system [id]", at=f"{FILE}:4:12"),
    more("H17", "yaml-tag", "narrative: !!binary aGk=", at=f"{FILE}:4:12"),
    more("H17", "yaml-tag", "narrative: !!set {a, b}", at=f"{FILE}:4:12"),
    award("H18", "yaml-documents", f"{AWARD}---\n{AWARD}", at=f"{FILE}:4:1"),
    Case("H18", "encoding", {FILE: AWARD.encode("utf-16")}),
    Case("H18", "encoding", {FILE: AWARD.encode().replace(b"Emmy", b"Emm\xff")}, at=f"{FILE}:2:22"),
    Case("H18", "encoding", {FILE: AWARD.encode().replace(b"Emmy", b"Emm\0")}, at=f"{FILE}:2:22"),
    *(
        award(
            "H19", "date", AWARD.replace("2026-05-14", day), at=f"{FILE}:3:10", says=(f'"{day}"',)
        )
        for day in ("no", "0123", "1:30")
    ),
    award("H19", "date", AWARD.replace("2026-05-14", "9" * 5000), at=f"{FILE}:3:10"),
    award("H20", "file-size", "#" + "a" * 10_000_000),
    *(
        more("H21", "slug", f'key: "{key}"', at=f"{FILE}:4:6")
        for key in ("../x", "a/b", ".", "..", "x" * 300, "%2e%2e")
    ),
    more("H21", "empty-value", 'key: ""', at=f"{FILE}:4:6"),
    more("H22", "slug", "key: Abc", at=f"{FILE}:4:6"),
    *(
        more("H23", "slug", f"key: {key}", at=f"{FILE}:4:6")
        for key in ("con", "aux", "nul", "com1")
    ),
    Case(
        "H24",
        "duplicate-identity",
        {
            FILE: f"{AWARD}key: one\n",
            LIST: "- " + AWARD.replace("\n", "\n  ").replace("emmy@", "e@") + "key: one\n",
        },
        at=f"{LIST}:4:8",
        says=(FILE,),
    ),
    Case(
        "H25",
        "duplicate-award",
        {
            "content/site.yaml": f"{SITE}duplicate_awards: error\n",
            FILE: AWARD,
            LIST: "- " + AWARD.replace("\n", "\n  ").rstrip() + "\n",
        },
        says=(FILE, LIST),
    ),
    *(
        Case("H26", "file-link", make=_link(target), says=("content/awards/link.yaml",))
        for target in ("/etc/passwd", "..", "link.yaml", "ada-lovelace.yaml")
    ),
    Case("H27", "special-file", make=lambda root: os.mkfifo(root / "content/awards/pipe.yaml")),
    Case("H27", "special-file", make=lambda root: (root / "content/awards/x.yaml").mkdir()),
    Case("H27", "special-file", {"content/awards/.git": "gitdir: /elsewhere\n"}),
    *(
        award(
            "H28",
            "hidden-character",
            AWARD.replace("Emmy", f"Emmy{mark}"),
            at=f"{FILE}:2:23",
            says=(f"U+{ord(mark):04X}",),
        )
        for mark in ("\u202e", "\u2066")
    ),
    *(
        award(
            "H29",
            "hidden-character",
            AWARD.replace("Emmy", f"Emmy{mark}"),
            at=f"{FILE}:2:23",
            says=(f"U+{ord(mark):04X}",),
        )
        for mark in ("\u200b", "\U000e0041", "\u3164")
    ),
    award("H30", "stacked-marks", AWARD.replace("Emmy", "E" + "\u0301" * 40 + "mmy")),
    Case(
        "H31",
        "confusable",
        {
            "content/site.yaml": f"{SITE}strict: true\n".replace(
                "name: Example", "name: Ex\u0430mple"
            )
        },
        at="content/site.yaml:5:9",
    ),
    *(
        more("H33", "url", f'evidence: [{{name: x, url: "{url}"}}]', at=f"{FILE}:4:27")
        for url in (
            "http://169.254.169.254/",
            "file:///etc/passwd",
            "https://localhost/",
            "https://127.1/",
        )
    ),
    Case("H34", "image", {f"{BADGE}.png": png(width=12_000, height=12_000)}),
    Case("H34", "image", {f"{BADGE}.png": png(chunk(b"tEXt", b"Comment\0" + b"a" * 70_000))}),
    Case("H34", "image", {f"{BADGE}.png": b"GIF89a" + b"," * 10_000}),
    Case("H34", "image", {f"{BADGE}.png": png()[:40]}),
    Case("H34", "image", {f"{BADGE}.jpg": png()}),
    more("H37", "slug", 'key: "a\\n::error::x"', at=f"{FILE}:4:6"),
    more("H37", "slug", 'key: "\\e[31mred"', at=f"{FILE}:4:6"),
    Case("H37", "file-name", {"content/awards/::stop-commands::x.yaml": "x"}),
    *(
        more("H38", "key-leak", f"narrative: {secret}", at=f"{FILE}:4:12", hides=(secret,))
        for secret in (PEM, SECRET, "AGE-SECRET-KEY-1QQQ", "PRIVATE+KEY+x+0123abcd+AAAA")
    ),
    more(
        "H38",
        "key-leak",
        'narrative: \'{"d":"' + "A" * 43 + "\"}'",
        hides=("A" * 43,),
    ),
    more("H38", "key-leak", f"narrative: {'01' * 32}", at=f"{FILE}:4:12", hides=("01" * 32,)),
    *(
        award("H40", "date", AWARD.replace("2026-05-14", day), at=f"{FILE}:3:10")
        for day in ("2025-02-29", "0000-01-01", "9999-12-31", "2016-12-31T23:59:60Z")
    ),
    award("H40", "future-date", AWARD.replace("2026-05-14", "2026-11-23"), at=f"{FILE}:3:10"),
    Case(
        "H40",
        "date-order",
        {
            CREDENTIAL: TEXT.replace("kind:", "offered_from: 2026-05-15\nkind:"),
            FILE: AWARD.replace("data-steward", "forge"),
        },
        at=f"{FILE}:3:10",
    ),
    more("H41", "date-order", "expires: 2026-05-13", at=f"{FILE}:4:10"),
    more("H41", "date-order", "revoked: {date: 2026-05-13, reason: x}", at=f"{FILE}:4:17"),
    more(
        "H41",
        "status-order",
        "revoked: {date: 2026-06-01, reason: x}\nreinstated: {date: 2026-06-02, reason: x}",
    ),
    Case(
        "H42",
        "requirement-cycle",
        {
            f"content/credentials/{name}/credential.md": TEXT.replace(
                "kind:", f"requires: [{after}]\nkind:"
            )
            for name, after in (("one", "two"), ("two", "three"), ("three", "one"))
        },
        says=("one → two → three → one",),
    ),
    award(
        "H43",
        "unknown-field",
        AWARD.replace("recipient:", "recipent:"),
        at=f"{FILE}:2:1",
        says=('did you mean "recipient"?',),
    ),
)

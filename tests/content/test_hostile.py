"""Hostile inputs on the side of the authors, by the ids under which their fate is promised."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.cli import report
from testamur.cli.github import as_annotations
from testamur.content.load import load
from testamur.problems import exit_code
from tests.content.support import AWARD, COHORT, CREDENTIAL, SITE, SVG, Content, chunk, png
from tests.support.check import TODAY
from tests.support.patience import patience

EVIDENCE = AWARD + "evidence:\n  - name: Report\n    url: URL\n"
BADGE_SVG = "credentials/data-steward/badge.svg"
BADGE_PNG = "credentials/data-steward/badge.png"


@pytest.mark.parametrize(
    "url",
    [
        "https://a@evil.example/",
        "https://a:b@evil.example/",
        "https://badges.example.org@evil.example/",
        "https://xn--80ak6aa92e.com/",
        "https://www.xn--pple-43d.com/",
        "https://аpple.example/",
    ],
)
def test_h04_addresses_that_deceive(content: Content, url: str) -> None:
    """User names and punycode are refused, in fields and in links of a text."""
    content.write("awards/ada.yaml", EVIDENCE.replace("URL", url))
    content.write("credentials/data-steward/credential.md", f"{CREDENTIAL}See [it]({url}).\n")

    assert ["url", "url"] == content.codes()


@pytest.mark.parametrize(
    "drawing",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>hi</p></foreignObject>",
        "<circle r='1' onload='alert(1)'/>",
        "<circle r='1' ONLOAD='alert(1)'/>",
        "<use href='https://evil.example/x.svg#a'/>",
        "<use xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='javascript:alert(1)'/>",
        "<use href='data:image/svg+xml,x#a'/>",
        "<a href='#x'><circle r='1'/></a>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<style>@import url(https://evil.example/x.css);</style>",
        "<style>circle{fill:url(https://evil.example/x)}</style>",
        "<style>circle{fill:u\\72l(https://evil.example/x)}</style>",
        "<circle r='1' style='fill:url(//evil.example/x)'/>",
        "<circle r='1' fill='url(https://evil.example/x#a)'/>",
        "<circle r='1' fill='url(&quot;javascript:alert(1)&quot;)'/>",
        "<circle r='1' fill='url(#a'/>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<circle r='1' xml:base='https://evil.example/'/>",
        "<circle r='1'/></svg><svg xmlns='http://www.w3.org/2000/svg'>",
        "<svg/>",
        "<g>" * 70 + "</g>" * 70,
        "<circle r=1/>",
    ],
)
def test_h11_svg_that_acts(content: Content, drawing: str) -> None:
    """A drawing that could run, load or link anything is refused."""
    content.write(BADGE_SVG, SVG.format(drawing))

    assert ["svg"] == content.codes()


@pytest.mark.parametrize(
    "data",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + SVG.format("&b;"),
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("&a;"),
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "https://www.w3.org/x.dtd">'
        + SVG.format(""),
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://evil.example/x">%a;]>' + SVG.format(""),
        SVG.format("&undefined;"),
        '<?xml version="1.0" encoding="utf-7"?>' + SVG.format(""),
    ],
)
def test_h12_svg_entities(content: Content, data: str) -> None:
    """Document types and entities are refused before they mean anything."""
    content.write(BADGE_SVG, data)

    assert ["svg"] == content.codes()


def test_h12_svg_that_multiplies(content: Content) -> None:
    """References that stand for billions of elements are refused at once."""
    levels = "".join(f"<g id='a{n}'>" + f"<use href='#a{n + 1}'/>" * 10 + "</g>" for n in range(12))
    content.write(BADGE_SVG, SVG.format(f"<g id='a12'><circle r='1'/></g>{levels}"))

    assert ["svg"] == content.codes()


def test_h12_svg_that_contains_itself(content: Content) -> None:
    """A part that refers to itself is refused."""
    content.write(
        BADGE_SVG, SVG.format("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")
    )

    assert ["svg"] == content.codes()


def test_h13_anchors_and_aliases(content: Content) -> None:
    """Each anchor and alias is refused on its line."""
    content.write(
        "awards/ada.yaml", AWARD.replace("recipient: ", "recipient: &a ") + "narrative: *a\n"
    )

    assert [(2, 12), (4, 12)] == _places(content)
    assert ["yaml-alias", "yaml-alias"] == content.codes()


def test_h14_merge_key(content: Content) -> None:
    """A merge key is refused."""
    content.write("awards/ada.yaml", AWARD + "<<: {route: course}\n")

    assert ["yaml-alias"] == content.codes()


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_h15_deep_yaml(content: Content, opening: str) -> None:
    """Nesting of any depth ends in a message, at once, not in a dead process."""
    content.write("awards/ada.yaml", opening * (200_000 // len(opening)))
    with patience():
        codes = content.codes()

    assert ["yaml-limit"] == codes


def test_h15_many_values(content: Content) -> None:
    """A file of very many values is refused."""
    content.write("awards/ada.yaml", "[" + "a," * 30_000 + "]")

    assert ["yaml-limit"] == content.codes()


def test_h16_duplicate_key(content: Content) -> None:
    """A field that is given twice is refused, naming both lines."""
    content.write("awards/ada.yaml", AWARD + "\nawarded: 2025-05-15\n")
    (problem,) = content.load().problems

    assert "duplicate-key" == problem.rule.code
    assert '"awarded" is given twice, first on line 3' == problem.detail
    assert [(5, 1)] == _places(content)


@pytest.mark.parametrize(
    "value",
    ["!!python/object/apply:os.system [id]", "!!binary aGk=", "!!set {a, b}", "!own x", "!!str x"],
)
def test_h17_tags(content: Content, value: str) -> None:
    """No tag is read."""
    content.write("awards/ada.yaml", AWARD + f"narrative: {value}\n")

    assert ["yaml-tag"] == content.codes()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f"{AWARD}---\n{AWARD}".encode(), "yaml-documents"),
        (AWARD.encode("utf-16"), "encoding"),
        (AWARD.encode("utf-16-be"), "encoding"),
        (AWARD.encode("utf-16-le"), "encoding"),
        (AWARD.encode().replace(b"Ada", b"Ad\xff"), "encoding"),
        (AWARD.encode().replace(b"Ada", b"Ad\xc3"), "encoding"),
        (AWARD.encode().replace(b"Ada", b"Ad\xed\xa0\x80"), "encoding"),
        (AWARD.encode().replace(b"Ada", b"Ad\0"), "encoding"),
    ],
)
def test_h18_encodings(content: Content, data: bytes, code: str) -> None:
    """Two documents, other encodings, broken ones and NUL are refused."""
    content.write("awards/ada.yaml", data)

    assert [code] == content.codes()


def test_h18_byte_order_mark(content: Content) -> None:
    """A byte order mark, which Windows writes, is accepted and means nothing."""
    content.write("awards/ada.yaml", b"\xef\xbb\xbf" + AWARD.encode())
    content.write("credentials/data-steward/credential.md", b"\xef\xbb\xbf" + CREDENTIAL.encode())
    content.write("awards/2025.csv", b"\xef\xbb\xbf" + COHORT.encode())

    assert [] == content.codes()


@pytest.mark.parametrize(
    "value", ["no", "0123", "1:30", "2025-05-14T00:00:00Z", "20250514", "9" * 5000]
)
def test_h19_scalars_stay_text(content: Content, value: str) -> None:
    """What is no day is said in the author's own spelling."""
    content.write("awards/ada.yaml", AWARD.replace("2025-05-14", value))
    (problem,) = content.load().problems

    assert "date" == problem.rule.code
    assert f'`awarded` is not a day: "{value[:60]}' in problem.detail
    assert [(3, 10)] == _places(content)


def test_h19_words_stay_words(content: Content) -> None:
    """Texts that YAML 1.1 takes for something else stay what they are."""
    content.write(
        "awards/ada.yaml",
        "credential: data-steward\nrecipient: {name: Null, email: no@example.com}\n"
        'awarded: 2025-05-14\nnarrative: "on"\nevidence: [{name: 1:30, genre: 0123}]\n',
    )
    loaded = content.load()

    assert () == loaded.problems
    assert loaded.catalog is not None
    (record,) = loaded.catalog.records
    assert ("Null", "on") == (record.recipient.name, record.narrative)
    assert ("1:30", "0123") == (record.evidence[0].name, record.evidence[0].genre)


def test_h20_large_yaml(content: Content) -> None:
    """A YAML file of 10 MB is refused without being read."""
    content.write("awards/large.yaml", b"# " + b"a" * 10_000_000)

    assert ["file-size"] == content.codes()


def test_h20_large_cohort(content: Content) -> None:
    """A cohort of many rows is read in good time, and a formula in it is a name like any other."""
    rows = (f"data-steward,Ada {n},ada{n}@example.com,2025-05-14\n" for n in range(5000))
    formula = 'data-steward,"=HYPERLINK(""https://evil.example"")",f@example.com,2025-05-14\n'
    content.write("awards/2025.csv", COHORT + "".join(rows) + formula)
    with patience():
        loaded = content.load()

    assert () == loaded.problems
    assert loaded.catalog is not None
    assert 5002 == len(loaded.catalog.records)
    assert '=HYPERLINK("https://evil.example")' in [
        record.recipient.name for record in loaded.catalog.records
    ]


def test_h20_cohort_of_mistakes(content: Content) -> None:
    """Of a cohort in which every row is wrong, a thousand problems are enough."""
    content.write("awards/2025.csv", COHORT + "x\n" * 200_000)
    codes = content.codes()

    assert ["csv-syntax"] * 1000 + ["too-many-problems"] == codes


SLOW_TEXTS = {
    "one field ten thousand times": ("awards/x.yaml", "{" + "a: 1, " * 9900 + "}"),
    "ten thousand unknown fields": (
        "awards/x.yaml",
        "{" + "".join(f"recipien{n}: 1, " for n in range(9900)) + "}",
    ),
    "nothing but directions": ("awards/x.csv", "\u202e" * 1_000_000),
    "open links": ("credentials/data-steward/credential.md", CREDENTIAL + "](" + " " * 19_000),
    "open fences": ("credentials/data-steward/credential.md", CREDENTIAL + "```\n~~~\n" * 2400),
    "open addresses": (BADGE_SVG, SVG.format(f"<path fill='{'url(' * 100_000}'/>")),
    "open comments": (BADGE_SVG, SVG.format(f"<path fill='{'/* ' * 150_000}'/>")),
    "nested uses": (BADGE_SVG, SVG.format("<g id='a'>" * 60 + "<use href='#b'/>" * 15_000)),
    "letters of a key": ("awards/x.csv", "z" * 1_000_000),
    "beginnings of keys": ("awards/x.csv", "-----BEGIN " * 100_000),
}


@pytest.mark.parametrize("name", SLOW_TEXTS)
def test_texts_made_to_be_slow(content: Content, name: str) -> None:
    """No text takes long, though it was written to."""
    content.write(*SLOW_TEXTS[name])
    with patience():
        text = report.as_text(content.load().problems)

    assert text


@pytest.mark.parametrize(
    "name",
    ["../x", "a/b", ".", "..", "~", "x" * 300, "%2e%2e", "a--b", "-a", "a-", "ä", "a.b", "a b"],
)
def test_h21_names_in_addresses(content: Content, name: str) -> None:
    """A name that would change the address it stands in is refused."""
    content.write("awards/ada.yaml", AWARD + f'key: "{name}"\n')

    assert ["slug"] == content.codes()


def test_h21_empty_name(content: Content) -> None:
    """An empty name is refused."""
    content.write("awards/ada.yaml", AWARD + 'key: ""\n')

    assert ["empty-value"] == content.codes()


@pytest.mark.parametrize("name", ["%2e%2e", "Data Steward", "x" * 90, "a_b", "data--steward"])
def test_h21_folder_names(content: Content, name: str) -> None:
    """A folder whose name cannot stand in an address is refused."""
    content.write(f"credentials/{name}/credential.md", CREDENTIAL)

    assert ["slug"] == content.codes()


def test_h22_names_that_differ_by_case(content: Content) -> None:
    """A capital is refused, so no two names differ by case alone."""
    content.write("awards/ada.yaml", AWARD + "key: Abc\n")
    content.write("awards/bob.yaml", AWARD.replace("ada@", "bob@") + "key: abc\n")

    assert ["slug"] == content.codes()


@pytest.mark.parametrize("name", ["con", "aux", "nul", "com1", "prn", "lpt9"])
def test_h23_names_of_devices(content: Content, name: str) -> None:
    """What Windows takes for a device is refused, as a key and as a folder."""
    content.write("awards/ada.yaml", AWARD + f"key: {name}\n")
    content.write(f"credentials/{name}/credential.md", CREDENTIAL)

    assert ["slug", "file-name"] == content.codes()


def test_h24_one_key_twice(content: Content) -> None:
    """Two records with one key are refused, and both are named."""
    content.write("awards/ada.yaml", AWARD + "key: one\n")
    content.write("awards/list.yaml", "- " + AWARD.replace("\n", "\n  ") + "key: one\n")
    (problem,) = content.load().problems

    assert "duplicate-identity" == problem.rule.code
    assert "content/awards/list.yaml" == problem.file
    assert "content/awards/ada.yaml" in problem.detail


@pytest.mark.parametrize(("setting", "code"), [("warning", 0), ("error", 1)])
def test_h25_one_award_twice(content: Content, setting: str, code: int) -> None:
    """The same credential for the same person twice warns or fails, as the site says."""
    content.write("site.yaml", SITE + f"duplicate_awards: {setting}\n")
    content.write("awards/bob.yaml", AWARD.replace("ada@", "ADA@").replace("Lovelace", "King"))
    problems = content.load().problems

    assert ["duplicate-award"] == [problem.rule.code for problem in problems]
    assert code == exit_code(problems)
    assert "content/awards/ada.yaml" in problems[0].detail


@pytest.mark.parametrize("target", ["/etc/passwd", "..", "loop.yaml", "ada.yaml", "absent"])
def test_h26_links(content: Content, target: str) -> None:
    """No link is followed, wherever it leads."""
    (content.root / "content/awards/loop.yaml").symlink_to(target)

    assert ["file-link"] == content.codes()


@pytest.mark.parametrize(
    "path",
    ["content/site.yaml", "content/register", "content/credentials/data-steward/credential.md"],
)
def test_h26_links_in_known_places(content: Content, path: str, tmp_path: Path) -> None:
    """A link in the place of a file that we read is not read."""
    place = content.root / path
    place.unlink(missing_ok=True)
    place.symlink_to("/etc/passwd" if place.suffix else tmp_path)

    assert "file-link" in content.codes()
    assert "root:" not in report.as_text(content.load().problems)


def test_h26_linked_content(content: Content) -> None:
    """The content folder itself may not be a link."""
    (content.root / "content").rename(content.root / "elsewhere")
    (content.root / "content").symlink_to("elsewhere")

    assert ["no-content"] == content.codes()


def test_h27_pipes(content: Content) -> None:
    """A pipe does not keep us waiting, not even in the place of a file that we read."""
    os.mkfifo(content.root / "content/awards/pipe.yaml")
    (content.root / "content/site.yaml").unlink()
    os.mkfifo(content.root / "content/site.yaml")

    assert ["special-file", "special-file", "special-file"] == content.codes()


def test_h27_sockets(content: Content) -> None:
    """A socket is refused."""
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/s")
        shutil.move(f"{folder}/s", content.root / "content/awards/s.yaml")

        assert ["special-file"] == content.codes()


def test_h27_folder_named_like_a_file(content: Content) -> None:
    """A folder with the name of a file is refused."""
    (content.root / "content/awards/x.yaml").mkdir()

    assert ["special-file"] == content.codes()


def test_h27_git_inside(content: Content) -> None:
    """Another repository, or the file of a worktree, is refused."""
    content.write("awards/.git", "gitdir: /elsewhere\n")
    (content.root / "content/.git").mkdir()

    assert ["special-file", "special-file"] == content.codes()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may become another")
def test_h27_unreadable_file() -> None:
    """A file or folder that cannot be opened is refused by name."""
    with tempfile.TemporaryDirectory() as folder:
        content = Content(Path(folder))
        content.write("awards/ada.yaml", AWARD).chmod(0)
        content.write("awards/closed/bob.yaml", AWARD).parent.chmod(0)
        Path(folder).chmod(0o755)
        script = (
            "import os, sys; from datetime import date; from pathlib import Path\n"
            "from testamur.content.load import load\n"
            "import pydantic, PIL.Image\n"
            "os.setuid(65534)\n"
            f"loaded = load(Path({folder!r}), today=date(2026, 11, 22))\n"
            "print([(p.rule.code, p.file) for p in loaded.problems])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=False
        )

    assert (
        "[('unreadable-file', 'content/awards/ada.yaml'),"
        " ('unreadable-file', 'content/awards/closed')]\n"
    ) == done.stdout + done.stderr


@pytest.mark.parametrize(
    "character", [chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
)
def test_h28_directions(content: Content, character: str) -> None:
    """A character that turns the direction of text is refused by its code point and place."""
    content.named(f"Ada {character}Lovelace")
    (problem,) = content.load().problems

    assert "hidden-character" == problem.rule.code
    assert f"U+{ord(character):04X}" in problem.detail
    assert [(2, 24)] == _places(content)


@pytest.mark.parametrize(
    "character",
    [
        "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad",
        "\u115f", "\u1160", "\u3164", "\uffa0", "\U000e0041", "\U000e007f", "\u034f", "\u2800",
        "\ufdd0", "\U0001ffff",
    ],
)  # fmt: skip
def test_h29_invisible_characters(content: Content, character: str) -> None:
    """A character that nobody can see is refused, raw and as an escape."""
    escape = f"\\U{ord(character):08x}"
    for text in (character, escape):
        content.named(f"Ada{text} Lovelace")

        assert ["hidden-character"] == content.codes()


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_h29_lines_that_are_none(content: Content, separator: str) -> None:
    """A line end that editors do not show hides nothing behind a comment."""
    content.write("awards/ada.yaml", f"{AWARD}# a note{separator}narrative: hidden\n")
    (problem,) = content.load().problems

    assert problem.rule.code in {"hidden-character", "control-character"}
    assert [(4, 9)] == _places(content)


def test_h30_stacked_marks(content: Content) -> None:
    """Forty marks on one letter are refused."""
    content.named("A" + "\u0301" * 40 + "da")

    assert ["stacked-marks"] == content.codes()


@pytest.mark.parametrize(
    "name",
    [
        "Ex\u0430mple Academy",
        "\u0410\u0421\u0410 School",
        "Ac\u03bfdemy",
        "\U0001d400cademy",
        "Ａcademy",
    ],
)
def test_h31_confusable_titles(content: Content, name: str) -> None:
    """Look-alike letters in a title warn; a strict site refuses them."""
    content.write("site.yaml", SITE.replace("name: Example Academy", f"name: {name}"))
    content.write(
        "credentials/data-steward/credential.md", CREDENTIAL.replace("Data Steward", name)
    )
    problems = content.load().problems

    assert ["confusable", "confusable"] == [problem.rule.code for problem in problems]
    assert 0 == exit_code(problems)

    content.write("site.yaml", SITE + "strict: true\n")

    assert 1 == exit_code(content.load().problems)


@pytest.mark.parametrize(
    "name",
    ["Курс Python", "Python с нуля", "Школа СССР", "Data Steward", "数据 Data", "Ελληνικά A1"],
)
def test_h31_honest_titles(content: Content, name: str) -> None:
    """Scripts side by side are nobody's trick."""
    content.write(
        "credentials/data-steward/credential.md", CREDENTIAL.replace("Data Steward", name)
    )

    assert [] == content.codes()


GOOD_NAMES = [
    "محمد بن سلمان",
    "شهرام ناظری\u200cها",
    "יוסף בן־דוד",
    "שָׁלוֹם",
    "สมชาย ใจดีวงศ์",
    "น้ำทิพย์ ปู่ย่า",
    "क्ष\u200dत्रिय",
    "श्री राम शर्\u200dमा",
    "രാജന്\u200d",
    "李小龍",
    "葛\U000e0100城",
    "田中 さくら",
    "김철수",
    "O'Brien",
    "O’Brien",
    "Nguyễn Thị Hoa",
    "Nguye\u0302\u0303n",
    "Björk",
    "Sukarno",
    "Ng",
    "Łukasz Żółć",
    "Ахмед Қасымов",
    "Αλέξανδρος",
    "ᠪᠠᠲᠤ\u180eᠠ",
    "Jean-Luc d’Arc-en-Ciel " + "a" * 57,
    "Null",
    "X Æ A-12",
]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_h32_good_names(content: Content, name: str) -> None:
    """People's names pass in every script, in YAML and in CSV."""
    content.named(name)
    content.write(
        "awards/2025.csv", f'{COHORT}data-steward,"{name}",other@example.com,2025-05-14\n'
    )
    loaded = content.load()

    assert () == loaded.problems
    assert loaded.catalog is not None
    assert 1 == len({record.recipient.name for record in loaded.catalog.records})


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example.org/",
        "http://169.254.169.254/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://127.1/",
        "https://example.0x7f/",
        "https://localhost/",
        "https://a.localhost/",
        "https://printer.local/",
        "https://router.home.arpa/",
        "https://intranet/",
        "file:///etc/passwd",
        "ftp://files.example.org/",
        "mailto:ada@example.com",
        "javascript:alert(1)",
        "//files.example.org/",
        "https:///x",
        "https://files.example.org:0/",
        "https://files.example.org:99999/",
        "https://files.example.org/a b",
        "https://files.example.org/\\\\x",
        "https://files.example.org/%zz",
        "https://files.example.org/\u00e9",
        "https://-a.example.org/",
        "https://a..example.org/",
        "https://" + "a" * 64 + ".example.org/",
        "https://files.example.org/" + "a" * 2000,
    ],
)
def test_h33_addresses_of_nobody(content: Content, url: str) -> None:
    """Only public https addresses pass; nothing is fetched to find out."""
    content.write("awards/ada.yaml", EVIDENCE.replace("URL", f'"{url}"'))

    assert ["url"] == content.codes()


def test_h34_huge_pictures(content: Content) -> None:
    """A picture of too many pixels is refused before it is decoded."""
    content.write(BADGE_PNG, png(width=12_000, height=12_000))

    assert ["image"] == content.codes()


def test_h34_text_bomb(content: Content) -> None:
    """A small picture with 60 MB of compressed text is refused."""
    bomb = zlib.compress(bytes(60_000_000), 9)
    for extra in (
        chunk(b"zTXt", b"Comment\0\0" + bomb),
        chunk(b"iTXt", b"Comment\0\1\0en\0\0" + bomb),
        chunk(b"iCCP", b"Profile\0\0" + bomb),
        chunk(b"tEXt", b"Comment\0" + b"a" * 70_000),
    ):
        content.write(BADGE_PNG, png(extra))

        assert ["image"] == content.codes()


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe0 cut short",
        b"GIF89a" + b"," * 10_000,
        b"RIFF....WEBP",
        b"",
        b"\x89PNG\r\n\x1a\n",
        png()[:40],
        png()[:-12],
        png().replace(b"IDAT", b"IDAU"),
        png(width=4, height=4),
        png()[:8] + chunk(b"IEND", b""),
        png().replace(b"IHDR", b"IHDX"),
    ],
)
def test_h34_no_pictures(content: Content, data: bytes) -> None:
    """Other formats and broken pictures are refused."""
    content.write(BADGE_PNG, data)

    assert ["image"] == content.codes()


def test_h34_other_endings(content: Content) -> None:
    """A picture under another name than ours is refused, not overlooked."""
    content.write("credentials/data-steward/badge.jpg", png())

    assert ["image"] == content.codes()


def test_h35_metadata(content: Content) -> None:
    """What is published has the pixels and no metadata."""
    private = [
        chunk(b"eXIf", b"II*\0 here I live"),
        chunk(b"tEXt", b"Author\0Ada"),
        chunk(b"tIME", bytes(7)),
        chunk(b"prVt", b"secret"),
    ]
    content.write(BADGE_PNG, png(*private) + b"and after the end")
    catalog = content.load().catalog

    assert catalog is not None
    assert png() == catalog.pictures["data-steward"].data
    assert catalog.pictures["data-steward"].digest == catalog.credentials["data-steward"].picture


@pytest.mark.parametrize("keyword", [b"openbadges", b"openbadgecredential", b"clrcredential"])
def test_h36_baked_png(content: Content, keyword: bytes) -> None:
    """A credential in the picture is left out, with a warning."""
    content.write(BADGE_PNG, png(chunk(b"iTXt", keyword + b'\0\0\0\0\0{"id": "x"}')))
    loaded = content.load()

    assert ["baked-image"] == [problem.rule.code for problem in loaded.problems]
    assert 0 == exit_code(loaded.problems)
    assert loaded.catalog is not None
    assert png() == loaded.catalog.pictures["data-steward"].data


@pytest.mark.parametrize(
    "baked",
    [
        '<o:assertion xmlns:o="http://openbadges.org" verify="https://x.example/a>b"/>',
        '<o:assertion xmlns:o="http://openbadges.org"><![CDATA[{"a": "</svg>"}]]></o:assertion>',
        '<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0"><script/></o:credential >',
    ],
)
def test_h36_baked_svg(content: Content, baked: str) -> None:
    """A credential in a drawing is cut out, and nothing else of it."""
    content.write(BADGE_SVG, SVG.format(f"<title>ä</title>{baked}<circle r='1'/>"))
    loaded = content.load()

    assert ["baked-image"] == [problem.rule.code for problem in loaded.problems]
    assert loaded.catalog is not None
    drawn = loaded.catalog.pictures["data-steward"].data.decode()
    assert SVG.format("<title>ä</title><circle r='1'/>") == drawn


HOSTILE_WORDS = [
    "::set-output name=x::y",
    "::stop-commands::x",
    "##[error]x",
    "a\n::error::x",
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\r::error::x",
    "\u202ecba",
    "%0A::error::x",
]


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_h37_nothing_commands_the_reader(content: Content, words: str) -> None:
    """No line of a report starts with a command, or holds what a terminal would obey."""
    quoted = words.encode("unicode_escape").decode().replace('"', '\\"')
    content.write("awards/ada.yaml", AWARD + f'route: "{quoted}"\nkey: "{quoted}"\n')
    content.write("awards/raw.yaml", f"{words}\n{words}: {words}\n")
    content.write("awards/raw.csv", f"{words},{words}\n{words}\n")
    problems = content.load().problems

    assert problems
    text = report.as_text(problems)
    for line in text.split("\n"):
        assert not line.startswith(("::", "##["))
        assert line.isprintable()
    for line in as_annotations(problems).split("\n"):
        ours = ("::error file=content/awards/", "::notice title=testamur::not shown here: ")
        assert line.startswith(ours) or line == ""
        assert line.isprintable()


@pytest.mark.parametrize(
    "name", ["::set-output.yaml", "##[error].yaml", "a\n::x.yaml", "\x1b[31m.yaml"]
)
def test_h37_names_of_files(content: Content, name: str) -> None:
    """The same holds for the names of files."""
    content.write(f"awards/{name}", "x")
    text = report.as_text(content.load().problems)

    assert text.count("\n") == text.count("\n ") + 2 + text.count("\n\n") - 1 or "error" in text
    for line in text.split("\n"):
        assert not line.startswith(("::", "##["))
        assert line.isprintable()


SEED = bytes(range(32))


def _multibase(prefix: bytes) -> str:
    from testamur.crypto.multibase import base58btc_encode

    return "z" + base58btc_encode(prefix + SEED)


SECRETS = [
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN EC PRIVATE KEY-----",
    '{"kty":"OKP","crv":"Ed25519","d":"' + "A" * 43 + '"}',
    "{'d' : '" + "A" * 43 + "'}",
    "PRIVATE+KEY+badges.example.org+0123abcd+AAAA",
    "AGE-SECRET-KEY-1QQQ",
    "MC4CAQAwBQYDK2VwBCIEIAAA",
    "ghp_" + "a" * 36,
    _multibase(b"\x80\x26"),
    _multibase(b"\x86\x26"),
    "uhSYwggSi" + "A" * 60,
    "testamur-sealed-1:" + "A" * 80,
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("path", ["awards/ada.yaml", "README.md", "awards/note.csv", BADGE_SVG])
def test_h38_secrets(content: Content, secret: str, path: str) -> None:
    """A secret is found in every file, and never repeated in the report."""
    if path == "README.md":
        content.write(path, f"Keep {secret} safe.\n")
    else:
        content.write(path, f"narrative: {secret}\nroute: {secret}\n{secret}\n")
    problems = content.load().problems
    output = report.as_text(problems) + as_annotations(problems)
    output += str(report.problems_as_json(problems))

    assert {"key-leak"} == {problem.rule.code for problem in problems}
    assert secret[:24] not in output.replace("a private key in", "")


def test_h38_secret_in_a_name(content: Content) -> None:
    """A secret in the name of a file is not repeated either."""
    secret = _multibase(b"\x80\x26")
    content.write(f"awards/{secret}.yaml", AWARD)
    problems = content.load().problems

    assert ["key-leak"] == [problem.rule.code for problem in problems]
    assert secret not in report.as_text(problems)


def test_h38_own_key(content: Content) -> None:
    """The key of this very site is known by its public half, in every spelling."""
    import base64

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    for text in (SEED.hex(), SEED.hex().upper(), base64.b64encode(SEED).decode()):
        content.write("README.md", f"Our number: {text}\n")
        mine = load(content.root, today=TODAY, own_keys=[public]).problems
        others = load(content.root, today=TODAY, own_keys=[bytes(32)]).problems

        assert ["key-leak"] == [problem.rule.code for problem in mine]
        assert () == others
        assert text not in report.as_text(mine)


@pytest.mark.parametrize(
    "value",
    [
        "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-10", "2025-01-00",
        "0000-01-01", "0001-01-01", "9999-12-31", "1899-12-31", "2201-01-01",
        "2016-12-31T23:59:60Z", "2025-5-14", "٢٠٢٥-٠٥-١٤", "2025-05-14 ", "-2025-05-14",
    ],
)  # fmt: skip
def test_h40_no_days(content: Content, value: str) -> None:
    """What is not in the calendar is refused."""
    content.write("awards/ada.yaml", AWARD.replace("2025-05-14", f'"{value}"'))

    assert ["date"] == content.codes()


@pytest.mark.parametrize("value", ["2026-11-23", "2027-01-01", "2200-12-31"])
def test_h40_future(content: Content, value: str) -> None:
    """An award is not dated in the future."""
    content.write("awards/ada.yaml", AWARD.replace("2025-05-14", value))

    assert ["future-date"] == content.codes()


def test_h40_before_it_was_offered(content: Content) -> None:
    """An award is not dated before the credential was offered."""
    content.write(
        "credentials/data-steward/credential.md",
        CREDENTIAL.replace("kind:", "offered_from: 2025-05-15\nkind:"),
    )

    assert ["date-order"] == content.codes()


@pytest.mark.parametrize("value", ["2024-02-29", "2026-11-22", "1900-01-01"])
def test_h40_good_days(content: Content, value: str) -> None:
    """Days of the calendar pass, up to today."""
    content.write("awards/ada.yaml", AWARD.replace("2025-05-14", value))

    assert [] == content.codes()


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("activity_start: 2025-05-15", ["date-order"]),
        ("activity_start: 2025-05-12\nactivity_end: 2025-05-11", ["date-order"]),
        ("activity_start: 2025-05-11\nactivity_end: 2025-05-12", []),
        ("expires: 2025-05-14", ["date-order"]),
        ("expires: 2025-05-13", ["date-order"]),
        ("revoked: {date: 2025-05-13, reason: x}", ["date-order"]),
        ("revoked: {date: 2026-11-23, reason: x}", ["future-date"]),
        ("corrected: {date: 2025-05-13, reason: x}", ["date-order"]),
        ("reinstated: {date: 2025-06-01, reason: x}", ["status-order"]),
        (
            "revoked: {date: 2025-06-01, reason: x}\nreinstated: {date: 2025-06-02, reason: x}",
            ["status-order", "status-order"],
        ),
        (
            (
                "suspended: {date: 2025-06-01, reason: x}\nrevoked: {date: 2025-06-02, reason: x}\n"
                "reinstated: {date: 2025-06-03, reason: x}"
            ),
            ["status-order"],
        ),
        (
            "suspended: [{date: 2025-06-01, reason: x}, {date: 2025-06-02, reason: x}]",
            ["status-order"],
        ),
        (
            "suspended: {date: 2025-06-02, reason: x}\nreinstated: {date: 2025-06-01, reason: x}",
            ["status-order"],
        ),
        ("revoked: [{date: 2025-06-01, reason: x}]", ["wrong-shape"]),
        ("suspended: {date: 2025-06-01, reason: x}\nreinstated: {date: 2025-06-01, reason: x}", []),
        ("expires: 2025-05-15", []),
    ],
)
def test_h41_orders(content: Content, lines: str, codes: list[str]) -> None:
    """Days come in the order of an award's life, and nothing comes after its end."""
    content.write("awards/ada.yaml", f"{AWARD}{lines}\n")

    assert codes == content.codes()


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_h42_circles(content: Content, length: int) -> None:
    """A circle of requirements is refused once, naming its members."""
    names = [f"part-{number}" for number in range(length)]
    for index, name in enumerate(names):
        following = names[(index + 1) % length]
        content.write(
            f"credentials/{name}/credential.md",
            CREDENTIAL.replace("kind:", f"requires: [{following}]\nkind:"),
        )
    (problem,) = content.load().problems

    assert "requirement-cycle" == problem.rule.code
    assert " → ".join([*names, names[0]]) in problem.detail


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [("recipent", "recipient"), ("Awarded", "awarded"), ("expire", "expires")],
)
def test_h43_unknown_field(content: Content, misspelt: str, meant: str) -> None:
    """An unknown field is refused, with the one that was meant."""
    text = AWARD + "expires: 2027-01-01\n"
    content.write("awards/ada.yaml", text.replace(f"{meant}:", f"{misspelt}:"))
    (problem,) = content.load().problems

    assert "unknown-field" == problem.rule.code
    assert f'did you mean "{meant}"?' == problem.hint


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    """Whatever a file holds, the answer is problems, never a traceback."""
    with tempfile.TemporaryDirectory() as folder:
        content = Content(Path(folder))
        for path in ("site.yaml", "awards/x.yaml", "awards/x.csv", BADGE_SVG, BADGE_PNG):
            content.write(path, data)
        content.write("credentials/data-steward/credential.md", data)
        loaded = content.load()

    assert loaded.problems
    assert report.as_text(loaded.problems)


@settings(max_examples=150, deadline=None)
@given(at=st.integers(min_value=0), with_=st.text(min_size=1, max_size=3))
def test_any_change_is_answered(at: int, with_: str) -> None:
    """Any text put anywhere into good files is taken or refused, in a place of a real file."""
    with tempfile.TemporaryDirectory() as folder:
        content = Content(Path(folder))
        for path, text in (("awards/ada.yaml", AWARD), ("site.yaml", SITE)):
            index = at % len(text)
            content.write(path, (text[:index] + with_ + text[index:]).encode(errors="replace"))
        loaded = content.load()

    for problem in loaded.problems:
        assert problem.file.startswith("content/")
        assert problem.place is None or problem.place.line >= 1


def _places(content: Content) -> list[tuple[int, int]]:
    places = [problem.place for problem in content.load().problems]
    return [(place.line, place.column) for place in places if place is not None]

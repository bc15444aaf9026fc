"""The picture beside a link: of the achievement, and of the person only where it was asked for."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from testamur.commands.build import Built
from testamur.register.documents import decode, encode
from tests.support.pictures import SVG, png
from tests.support.repository import SITE, Repository

META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[a-z:]+)" content="([^"]*)">')
WISH = "share_name: true"


def recipient(repository: Repository, name: str, *more: str, file: str = "one") -> None:
    fields = ", ".join([f"name: {name}", f"email: {file}@example.org", *more])
    repository.write(
        f"content/awards/{file}.yaml",
        f"credential: data-steward\nrecipient: {{{fields}}}\nawarded: 2026-03-01\n",
    )


def issued(root: Path, *more: str, name: str = "Ada Lovelace", site: str = "") -> Repository:
    repository = Repository.begun(root)
    recipient(repository, name, *more)
    repository.write("content/site.yaml", SITE + site)
    repository.issue(first=True)
    repository.build()
    return repository


def told(repository: Repository, page: str) -> dict[str, str]:
    """What a page tells to whoever shows a link to it."""
    return dict(META.findall((repository.site / page / "index.html").read_text("utf-8")))


def award(repository: Repository, file: str = "one") -> str:
    (found,) = (
        each.id
        for each in repository.register.awards.values()
        if f"/awards/{each.id}/" in each.newest.unsigned.decode()
    )
    return f"awards/{found}"


def picture(repository: Repository, page: str) -> Path:
    address = told(repository, page)["og:image"]

    assert address.startswith("https://badges.example.org/")
    return repository.site / address.removeprefix("https://badges.example.org/")


def same(one: bytes, other: bytes) -> bool:
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        return first.convert("RGB").tobytes() == second.convert("RGB").tobytes()


def test_the_achievement_and_not_the_person(tmp_path: Path) -> None:
    """
    The pages of a credential and of its awards show the same picture, of 1200 by 630.
    """
    repository = issued(tmp_path)
    of_credential = picture(repository, "credentials/data-steward")
    facts = told(repository, award(repository))

    assert of_credential == picture(repository, award(repository))
    assert of_credential.parent == repository.site / "credentials/data-steward/v1"
    assert ("1200", "630") == (facts["og:image:width"], facts["og:image:height"])
    assert "summary_large_image" == facts["twitter:card"]
    assert "Data Steward · Example Academy" == facts["og:image:alt"]
    with Image.open(of_credential) as opened:
        assert (1200, 630) == opened.size
        assert "transparency" not in opened.info
        # Somebody's badge, words and a frame: more than a field of one colour.
        assert len(opened.convert("RGB").getcolors(1 << 20) or []) > 30


def test_the_person_where_the_record_asks_for_it(tmp_path: Path) -> None:
    repository = issued(tmp_path, WISH)
    own = picture(repository, award(repository))
    general = picture(repository, "credentials/data-steward")

    assert own.parent == repository.site / award(repository)
    assert "Ada Lovelace" in told(repository, award(repository))["og:image:alt"]
    assert not same(own.read_bytes(), general.read_bytes())


@pytest.mark.parametrize(
    ("accent", "drawn"),
    [("#1d4ed8", (29, 78, 216)), ("#ffd700", (127, 107, 0))],
    ids=["as-it-is", "darkened-until-it-can-be-read"],
)
def test_it_is_drawn_in_the_colour_of_the_issuer(
    tmp_path: Path, accent: str, drawn: tuple[int, int, int]
) -> None:
    repository = issued(tmp_path, site=f'accent: "{accent}"\n')

    with Image.open(picture(repository, "credentials/data-steward")) as opened:
        assert drawn == opened.convert("RGB").getpixel((600, 20))


@pytest.mark.parametrize(
    ("more", "alt"),
    [
        (["share_name: false"], "Data Steward · Example Academy"),
        ([WISH, "display: hidden"], "Data Steward · Example Academy"),
        ([WISH, "display: initials"], "Data Steward · A. L. · Example Academy"),
    ],
)
def test_no_more_of_the_name_than_is_public(tmp_path: Path, more: list[str], alt: str) -> None:
    """What `display` hides stays hidden."""
    repository = issued(tmp_path, *more)

    assert alt == told(repository, award(repository))["og:image:alt"]


def test_what_is_withdrawn_goes_back_to_the_achievement(tmp_path: Path) -> None:
    repository = issued(tmp_path, WISH)
    own = picture(repository, award(repository))
    path = tmp_path / "content/awards/one.yaml"
    path.write_text(path.read_text() + "revoked: {date: 2026-03-02, reason: A mistake}\n")
    repository.pass_days()
    repository.issue()
    repository.build()

    assert not own.exists()
    assert picture(repository, award(repository)).parent.name == "v1"


def test_the_wish_is_part_of_what_was_issued(tmp_path: Path) -> None:
    """
    The register keeps it, so that a build knows it; another wish is a correction.
    """
    repository = issued(tmp_path)
    recipient(repository, "Ada Lovelace", WISH)
    (problem,) = repository.check().problems

    assert "edited-after-issue" == problem.rule.code
    assert "share_name" in problem.detail


@pytest.mark.parametrize("wish", [True, False])
def test_a_line_of_the_register(tmp_path: Path, *, wish: bool) -> None:
    """The wish stands in the line; without it the line is what it was before wishes were known."""
    repository = issued(tmp_path, *([WISH] if wish else []))
    (document,) = repository.register.documents.values()
    line = encode(document)

    assert decode(line, "here") == document
    assert wish is (b'"shares_name":true' in line)
    assert wish is (b"shares_name" in line)


@pytest.mark.parametrize("extension", ["svg", "png"])
def test_a_badge_of_the_authors_own(tmp_path: Path, extension: str) -> None:
    """It is in the picture: another badge makes another picture, under another name."""
    repository = issued(tmp_path)
    before = picture(repository, "credentials/data-steward")
    drawn = before.read_bytes()
    repository.define(version=2)
    data = SVG if extension == "svg" else png()
    (tmp_path / f"content/credentials/data-steward/badge.{extension}").write_bytes(data)
    repository.pass_days()
    repository.issue()
    repository.build()
    after = picture(repository, "credentials/data-steward")

    assert before.name != after.name
    assert not same(drawn, after.read_bytes())


@pytest.mark.parametrize(
    "name",
    [
        "Q",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
        "A " * 60,
        "データ",
        "<&>",
    ],
)
def test_names_of_any_length(tmp_path: Path, name: str) -> None:
    """Cut where they are too long, left out where no font has them, and never taken for markup."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.define(name=f"'{name.strip()}'")
    repository.issue(first=True)
    repository.build()

    with Image.open(picture(repository, "credentials/data-steward")) as opened:
        edge = opened.convert("RGB").crop((1130, 40, 1165, 590))
        assert 1 == len(edge.getcolors() or [])


def test_arabic_is_mirrored(tmp_path: Path) -> None:
    (tmp_path / "themes/mine/strings").mkdir(parents=True)
    words = '[kind]\nassessed = "مُقيَّم"\n'
    (tmp_path / "themes/mine/strings/ar.toml").write_text(words, encoding="utf-8")
    repository = issued(tmp_path, site="languages: [ar]\ntheme: mine\n")
    other = issued(tmp_path / "other")
    mirrored = picture(repository, "credentials/data-steward").read_bytes()

    assert not same(mirrored, picture(other, "credentials/data-steward").read_bytes())


def test_a_build_with_nothing_new_draws_nothing(tmp_path: Path) -> None:
    repository = issued(tmp_path, WISH)
    built = repository.build()

    assert isinstance(built, Built)
    assert [] == [step.path for step in built.steps if step.action != "keep"]

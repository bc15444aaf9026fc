"""What editors are told: never stricter than `check`, and strict enough to be of use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest

from testamur.content import frontmatter, schemas, yamltext
from testamur.content.frontmatter import FrontMatter
from testamur.content.yamltext import Raw

ROOT = Path(__file__).resolve().parents[2]
SITES = [
    ROOT / "content",
    *(ROOT / "tests/sites" / name / "content" for name in ("full", "minimal")),
]
BROKEN = ROOT / "tests/sites/broken"
SEEN_BY_EDITORS = [
    "country-code",
    "date",
    "did",
    "duration",
    "email",
    "empty-value",
    "format-version",
    "language",
    "missing-field",
    "missing-field--consent",
    "number",
    "slug",
    "text-length",
    "translated-fact",
    "unknown-choice",
    "unknown-choice--imports",
    "unknown-field",
    "unknown-field--group",
    "url",
    "wrong-shape",
    "wrong-shape--nested-groups",
]


def read(path: Path) -> Raw:
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        found = frontmatter.split(text)
        assert isinstance(found, FrontMatter)
        text = found.fields
    node, _ = yamltext.compose(text)
    assert node is not None
    return yamltext.plain(node)


def kind(path: Path, content: Path) -> str | None:
    match path.relative_to(content).parts:
        case ("site.yaml",):
            return "site"
        case ("forgotten.yaml",):
            return "forgotten"
        case ("imports.yaml",):
            return "imports"
        case ("awards", *_) if path.suffix == ".yaml":
            return "award"
        case ("pathways" | "learners" as folder, _):
            return folder.removesuffix("s")
        case ("credentials", _, "credential.md"):
            return "credential"
        case ("credentials", _, name) if name.endswith(".md"):
            return "translation"
    return None


def samples(content: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(content.rglob("*")):
        found = kind(path, content) if path.is_file() else None
        if found:
            yield path, found


@pytest.mark.parametrize("name", schemas.NAMES)
def test_each_is_a_schema_of_draft_7(name: str) -> None:
    jsonschema_rs.Draft7Validator(schemas.schema(name))

    assert schemas.schema(name) == json.loads(schemas.as_bytes(name))


def test_whatever_check_accepts_is_accepted() -> None:
    validators = {
        name: jsonschema_rs.Draft7Validator(schemas.schema(name)) for name in schemas.NAMES
    }
    seen = set()
    for content in SITES:
        for path, name in samples(content):
            seen.add(name)
            faults = [error.message for error in validators[name].iter_errors(read(path))]

            assert [] == faults, path
    assert set(schemas.NAMES) == seen


def refused(site: Path) -> set[str]:
    """The files of a broken sample in which an editor underlines something."""
    found = set()
    for path, name in samples(site / "content"):
        try:
            fields = read(path)
        except (AssertionError, UnicodeDecodeError):
            continue  # No YAML at all: nothing that a schema could be held against.
        if not jsonschema_rs.Draft7Validator(schemas.schema(name)).is_valid(fields):
            found.add(path.relative_to(site).as_posix())
    return found


def test_a_schema_refuses_no_file_that_check_is_content_with() -> None:
    for site in sorted(BROKEN.iterdir()):
        reported = (site / "expected.txt").read_text("utf-8")
        unfounded = [path for path in refused(site) if f"--> {path}" not in reported]

        assert [] == unfounded, site.name


@pytest.mark.parametrize("name", SEEN_BY_EDITORS)
def test_broken_samples_that_an_editor_underlines(name: str) -> None:
    assert refused(BROKEN / name)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("site", {"issuer": None}),
        ("site", {"base_url": "http://badges.example.org"}),
        ("site", {"isuer": {"name": "x"}}),
        ("site", {"format": "2"}),
        ("award", {"awarded": "yesterday"}),
        ("award", {"recipient": {"name": "Ada", "emial": "x"}}),
        ("award", {"recipient": ["Ada"]}),
        ("award", {"credential": "Data Steward"}),
        ("award", {"revoked": {"code": "bored"}}),
    ],
)
def test_mistakes_that_an_editor_can_see(name: str, changed: dict[str, Raw]) -> None:
    content = ROOT / "tests/sites/minimal/content"
    path = content / ("site.yaml" if name == "site" else "awards/ada.yaml")
    whole = read(path)
    assert isinstance(whole, dict)
    validator = jsonschema_rs.Draft7Validator(schemas.schema(name))

    assert validator.is_valid(whole)
    assert not validator.is_valid({**whole, **changed})


def test_an_assessed_credential_says_how_it_was_assessed() -> None:
    validator = jsonschema_rs.Draft7Validator(schemas.schema("credential"))
    fields = {"name": "x", "description": "x", "kind": "participation"}

    assert validator.is_valid(fields)
    assert not validator.is_valid({**fields, "kind": "assessed"})


def test_every_field_is_explained() -> None:
    def unexplained(shape: object, path: str) -> Iterator[str]:
        if isinstance(shape, list):
            for each in shape:
                yield from unexplained(each, path)
        if isinstance(shape, dict):
            for name, each in shape.get("properties", {}).items():
                if "description" not in each and path.rpartition(".")[2] not in NOTES:
                    yield f"{path}.{name}"
            for name, each in shape.items():
                if name == "properties":
                    for field, inner in each.items():
                        yield from unexplained(inner, f"{path}.{field}")
                elif name != "if":
                    yield from unexplained(each, path)

    notes = [each for name in schemas.NAMES for each in unexplained(schemas.schema(name), name)]

    assert [] == notes


NOTES = {"corrected", "renewed", "suspended", "reinstated"}
"""Their fields are explained once, in the words of the whole."""

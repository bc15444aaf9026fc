"""
The whole example in the hands of every stranger: who accepts what, and that nobody is fooled.

docs/interoperability.md is written from what they answer; `pytest tests/interop --golden-update`
writes it anew.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.build import Built, build
from testamur.commands.project import Project
from testamur.commands.verify import Folder
from testamur.verify.document import verify_document
from testamur.verify.site import verify_site
from testamur.verify.sources import Unavailable
from testamur.wire.bake import frame, unbake
from tests.interop import tampering, tokens
from tests.interop.strangers import BADGECHECK, PYTHON, STRANGERS, Answer, Site, Stranger
from tests.interop.tampering import Json
from tests.support.sites import ROOT, copied

_MOST = 60
"""Of copies of one learner record, about: the credentials in it are tampered with by themselves."""
DOCUMENT = ROOT / "docs" / "interoperability.md"
MADE = "<!-- made: strangers -->"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("node") is None
        or not (Path(__file__).parent / "node_modules").is_dir()
        or not PYTHON.exists()
        or not BADGECHECK.exists(),
        reason="needs the packages of tests/interop (make test installs them)",
    ),
]


@dataclass(frozen=True)
class Format:
    key: str
    name: str
    paths: str
    """Pattern of its files on the site."""


FORMATS = (
    Format("rdfc", "Open Badges 3.0, `eddsa-rdfc-2022`", "awards/**/credential.json"),
    Format("jcs", "Open Badges 3.0, `eddsa-jcs-2022`", "awards/**/credential.json"),
    Format("baked", "Open Badges 3.0 in a picture", "awards/*/badge.*"),
    Format("jwt", "Open Badges 3.0 as VC-JWT", "awards/**/credential.jwt"),
    Format("vc-jwt", "W3C's `vc+jwt`", "awards/**/credential.vc.jwt"),
    Format(
        "endorsement", "Endorsement of 3.0, `eddsa-rdfc-2022`", "endorsements/*/credential.json"
    ),
    Format("clr", "Comprehensive Learner Record 2.0, `eddsa-rdfc-2022`", "learners/*/clr.json"),
    Format("hosted", "Open Badges 2.0, hosted", "awards/*/assertion.json"),
    Format("jws", "Open Badges 2.0, signed", "awards/**/assertion.jws"),
    Format("baked-hosted", "Open Badges 2.0 in a picture", "awards/*/badge.*"),
)
FORMAT_OF = {each.key: each for each in FORMATS}
PAIRS = [(stranger, FORMAT_OF[key]) for stranger in STRANGERS for key in stranger.reads]
SIGNED_PAIRS = [(stranger, each) for stranger, each in PAIRS if not each.key.endswith("hosted")]


class Example:
    """The repository's own site, and our own verdicts on it, as of now: strangers know no other."""

    def __init__(self, folder: Path) -> None:
        now = datetime.now(UTC)  # noqa: TID251 - the strangers' own clock
        built = build(Project(copied(folder.parent / "repository"), now, os.urandom, {}), folder)
        assert isinstance(built, Built), built
        self.site = Site(folder, built.report.base_url, _endorsers())
        found = Folder(folder)
        endorsers = [file.read_bytes() for file in self.site.others.values()]
        report = verify_site(found.read, found.paths(), now=now, endorsers=endorsers)
        assert report.ok, report.faults
        self._words = {path: each.word.value for path, each in report.verdicts.items()}
        # Of endorsements a site's report tells only what is wrong with them.
        for path in folder.glob("endorsements/*/credential.json"):
            verdict = verify_document(path.read_bytes(), _Elsewhere(self.site), now=now)
            self._words[path.relative_to(folder).as_posix()] = verdict.word.value

    def documents(self, wanted: Format) -> Mapping[str, bytes]:
        """By path."""
        return {
            path.relative_to(self.site.folder).as_posix(): path.read_bytes()
            for path in sorted(self.site.folder.glob(wanted.paths))
            if not self._is_short(path)
        }

    def stands(self, path: str) -> bool:
        """Whether our own verifier calls the credential beside it valid."""
        beside = path.rpartition("/")[0] + "/credential.json"
        return self._words[path if path in self._words else beside] == "valid"

    @staticmethod
    def _is_short(path: Path) -> bool:
        """Whether it is the short form of an assertion that was withdrawn, which is no badge."""
        return path.name == "assertion.json" and "recipient" not in json.loads(path.read_bytes())

    @cache  # noqa: B019 - one example for the whole run
    def answers(self, stranger: Stranger, wanted: Format) -> Mapping[str, Answer]:
        documents = self.documents(wanted)
        answers = stranger.ask(self.site, wanted.key, list(documents.values()))
        return dict(zip(documents, answers, strict=True))

    @cache  # noqa: B019 - one example for the whole run
    def fooled(self, stranger: Stranger, wanted: Format) -> tuple[int, tuple[str, ...]]:
        """How many tampered copies it was shown, and the names of those that it accepted."""
        copies = [
            (name, copy)
            for name, copy in _copies(self.documents(wanted), wanted.key)
            if not (stranger.overlooks and _is_in_contexts_of_a_proof(name))
        ]
        answers = stranger.ask(self.site, wanted.key, [copy for _, copy in copies])
        named = zip(copies, answers, strict=True)
        return len(copies), tuple(name for (name, _), answer in named if answer.accepted)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    return Example(tmp_path_factory.mktemp("example") / "site")


def _name(value: object) -> str:
    return value.name if isinstance(value, Stranger) else str(getattr(value, "key", value))


@pytest.mark.parametrize(("stranger", "wanted"), PAIRS, ids=_name)
def test_they_accept_what_stands_and_nothing_else(
    example: Example, stranger: Stranger, wanted: Format
) -> None:
    """
    What was revoked, suspended or replaced, or has expired, is rejected.
    """
    answers = example.answers(stranger, wanted)
    expected = {path: example.stands(path) for path in answers}

    assert expected == {path: answer.accepted for path, answer in answers.items()}, answers
    assert any(expected.values())


@pytest.mark.parametrize(("stranger", "wanted"), SIGNED_PAIRS, ids=_name)
def test_nobody_is_fooled(example: Example, stranger: Stranger, wanted: Format) -> None:
    """
    Each signed value of a document of each credential changed by a character, and one of each
    other document; a removed status; keys of a stranger.
    """
    shown, accepted = example.fooled(stranger, wanted)

    assert () == accepted
    assert len(example.documents(wanted)) <= shown


def test_the_table_is_what_they_answered(example: Example, *, golden_update: bool) -> None:
    """
    docs/interoperability.md, from the marked line on.
    """
    before, _, made = DOCUMENT.read_text(encoding="utf-8").partition(MADE)
    table = f"\n\n{_table(example)}"
    if golden_update:
        DOCUMENT.write_text(f"{before}{MADE}{table}", encoding="utf-8")
        made = table

    assert table == made


def _copies(documents: Mapping[str, bytes], key: str) -> Iterator[tuple[str, bytes]]:
    """
    All that may be changed for one document of each credential; one thing in each other.

    The one has the most to change, so that their number is the same whatever ids were drawn.
    """
    kind = "-jcs-" if key == "jcs" else "-rdfc-"
    if key in tokens.SIGNED_BY:
        yield from tokens.copies(documents, key)
        return
    copies = {path: list(_tampered(_json(data), kind)) for path, data in documents.items()}
    fullest: dict[str, str] = {}
    for path, data in documents.items():
        earned = _about(_json(data))
        fullest[earned] = max(fullest.get(earned, path), path, key=lambda each: len(copies[each]))
    whole = () if key == "baked" else fullest.values()
    for number, (path, data) in enumerate(documents.items()):
        all_of_it = copies[path]
        if key == "clr":
            all_of_it = all_of_it[:: max(1, len(all_of_it) // _MOST)]
        chosen = all_of_it if path in whole else [all_of_it[number % len(all_of_it)]]
        for name, changed in chosen:
            yield f"{path}: {name}", _like(data, json.dumps(changed).encode())


def _about(document: Json) -> str:
    """What was earned, what is endorsed, or the record itself."""
    subject = document["credentialSubject"]
    earned = subject.get("achievement")
    return str(earned["id"] if isinstance(earned, dict) else document["id"])


@dataclass(frozen=True)
class _Elsewhere:
    """The other issuers' hosts, as our own verifier asks them."""

    site: Site

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        if url not in self.site.elsewhere:
            raise Unavailable(f"not known: {url}")
        return Path(self.site.elsewhere[url]).read_bytes()[:accept_bytes]


def _endorsers() -> Mapping[str, Path]:
    files = (ROOT / "content/endorsements/endorsers").glob("*/did.json")
    return {json.loads(file.read_bytes())["id"]: file for file in files}


def _is_in_contexts_of_a_proof(name: str) -> bool:
    return ": proof." in name and ".@context." in name


def _tampered(document: Json, kind: str) -> Iterator[tuple[str, Json]]:
    yield from tampering.altered(document, kind)
    yield from tampering.without_status(document)
    yield from tampering.signed_by_a_stranger(document)


def _json(data: bytes) -> Json:
    """The document, which may stand in a picture."""
    found: Any = json.loads(data if data.startswith(b"{") else unbake(data)[0].text)
    return dict(found)


def _like(data: bytes, document: bytes) -> bytes:
    """The changed document in the form of the one that it is a copy of."""
    return document if data.startswith(b"{") else frame(data).bake(document)


def _table(example: Example) -> str:
    lines = [
        "| Format | Verifier | Judged as we do | Tampered copies rejected |",
        "| --- | --- | --- | --- |",
    ]
    for wanted in FORMATS:
        for stranger, each in PAIRS:
            if each is not wanted:
                continue
            judged = len(example.answers(stranger, wanted))
            shown, accepted = (
                example.fooled(stranger, wanted) if (stranger, wanted) in SIGNED_PAIRS else (0, ())
            )
            tampered = f"{shown - len(accepted)} of {shown}" if shown else "nothing is signed"
            lines.append(
                f"| {wanted.name} | {stranger.name} {stranger.version} | all {judged} | {tampered} |"
            )
    who = [
        f"- **{each.name}** {each.version}: {each.of}."
        + (f" {each.overlooks} was not changed for it." if each.overlooks else "")
        for each in STRANGERS
    ]
    return "\n".join([*lines, "", "The verifiers:", "", *who, ""])

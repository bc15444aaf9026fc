"""
One award through its whole life: after each step, Open Badges 3.0, Open Badges 2.0, the status
lists and the pages say the same of it, with day, reason and successor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from testamur.commands.forget import forget
from testamur.commands.listing import issued as listed
from testamur.model.status import Slot
from testamur.verify.bitstrings import decode
from testamur.verify.document import verify_document
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Verdict
from tests.support.repository import BASE_URL, Repository

NAME = "Ada Lovelace"
CORRECTED = "corrected: {date: 2026-03-03, reason: Her distinction was missing}"
SUSPENDED = "suspended: {date: 2026-03-04, code: under-review, reason: A reader objected}"
REINSTATED = "reinstated: {date: 2026-03-05, reason: The objection fell}"
RENEWED = "renewed: {date: 2026-03-06, reason: Still in practice}"
REVOKED = (
    "revoked: {date: 2026-03-07, code: superseded, reason: Issued again, replaced_by: SUCCESSOR}"
)
SUCCESSOR = "Grace Hopper"


@dataclass(frozen=True, slots=True)
class Expected:
    """What every surface must say after a step."""

    state: str
    versions: int
    word: str
    """Of the newest document's verdict."""
    day: str | None = None
    reason: str | None = None
    """In full, with the words of its code."""
    expires: str = "2027-03-01T00:00:00Z"
    replaced: tuple[tuple[int, str, str], ...] = ()
    """For each earlier version: its number, what ended it, and why."""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    lines: tuple[str, ...]
    shared: Expected
    separate: Expected
    """Where suspensions have lists of their own."""


_TWO = ((1, "corrected", "Her distinction was missing"),)
_THREE = (*_TWO, (2, "reinstated", "The objection fell"))
_BASE = ("expires: 2027-03-01",)
_MORE = ("narrative: With distinction.", CORRECTED)
_LATER = "2028-03-01T00:00:00Z"
_SUSPENDED = Expected(
    "suspended", 2, "suspended", "2026-03-04", "Under review: A reader objected", replaced=_TWO
)


def _renewed(before: tuple[tuple[int, str, str], ...]) -> Expected:
    replaced = (*before, (len(before) + 1, "renewed", "Still in practice"))
    return Expected("current", len(replaced) + 1, "valid", expires=_LATER, replaced=replaced)


def _revoked(before: tuple[tuple[int, str, str], ...]) -> Expected:
    renewed = _renewed(before)
    return Expected(
        "revoked",
        renewed.versions,
        "revoked",
        "2026-03-07",
        "Another award took its place: Issued again",
        expires=_LATER,
        replaced=renewed.replaced,
    )


STEPS = (
    Step("issue", _BASE, *[Expected("current", 1, "valid")] * 2),
    Step("correct", (*_BASE, *_MORE), *[Expected("current", 2, "valid", replaced=_TWO)] * 2),
    Step("suspend", (*_BASE, *_MORE, SUSPENDED), _SUSPENDED, _SUSPENDED),
    Step(
        "reinstate",
        (*_BASE, *_MORE, SUSPENDED, REINSTATED),
        Expected("current", 3, "valid", replaced=_THREE),
        Expected("current", 2, "valid", replaced=_TWO),
    ),
    Step(
        "renew",
        ("expires: 2028-03-01", *_MORE, SUSPENDED, REINSTATED, RENEWED),
        _renewed(_THREE),
        _renewed(_TWO),
    ),
    Step(
        "revoke",
        (
            "expires: 2028-03-01",
            *_MORE,
            SUSPENDED,
            REINSTATED,
            RENEWED,
            REVOKED,
        ),
        _revoked(_THREE),
        _revoked(_TWO),
    ),
)


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What a site says of one award, read from its files alone."""

    repository: Repository
    award: str

    def text(self, path: str) -> str:
        return (self.repository.site / "awards" / self.award / path).read_text(encoding="utf-8")

    def json(self, path: str) -> Any:
        return orjson.loads(self.text(path))

    def has(self, path: str) -> bool:
        return (self.repository.site / "awards" / self.award / path).exists()

    def verdict(self, path: str) -> Verdict:
        return verify_document(
            self.text(path).encode(),
            SiteFolder(self.file, BASE_URL),
            now=self.repository.now,
            found_at=f"{BASE_URL}/awards/{self.award}/{path}",
        )

    def file(self, path: str) -> bytes | None:
        file = self.repository.site / path
        return file.read_bytes() if file.is_file() else None

    def marked(self, path: str) -> set[str]:
        """The purposes of the lists in which a document is marked."""
        found = self.json(path)["credentialStatus"]
        entries = found if isinstance(found, list) else [found]
        return {each["statusPurpose"] for each in entries if self._is_set(each)}

    def _is_set(self, entry: Any) -> bool:
        listed_at = entry["statusListCredential"].removeprefix(f"{BASE_URL}/")
        status_list: Any = orjson.loads((self.repository.site / listed_at).read_bytes())
        bits = decode(status_list["credentialSubject"]["encodedList"])
        index = int(entry["statusListIndex"])
        return bool(bits[index // 8] & 0x80 >> index % 8)


def walk(
    repository: Repository, *, separate: bool, after: Callable[[Surfaces, Expected], None]
) -> str:
    """Every step but the last through check, issue and build; the award's id."""
    successor = ""
    for number, step in enumerate(STEPS):
        lines = [line.replace("SUCCESSOR", successor) for line in step.lines]
        repository.award(NAME, *lines)
        if step.name == "issue":
            repository.award(SUCCESSOR)
        repository.issue(first=number == 0)
        repository.build(check_all=True)
        award = repository.of(NAME).id
        successor = repository.of(SUCCESSOR).id
        assert () == repository.plan().changes, step.name
        after(Surfaces(repository, award), step.separate if separate else step.shared)
        repository.pass_days()
    return award


def begun(tmp_path: Path, *, separate: bool) -> Repository:
    repository = Repository.begun(tmp_path)
    settings = "  email: badges@example.org\n" + "status: {suspension: separate}\n" * separate
    repository.write("content/site.yaml", repository.read("content/site.yaml") + settings)
    return repository


def in_words(day: str) -> str:
    return f"{int(day[-2:])} March 2026"


def hosted_3(found: Surfaces, expected: Expected) -> None:
    """Open Badges 3.0, and what verifying says of each version."""
    newest = found.json("credential.json")
    verdict = found.verdict("credential.json")

    assert expected.expires == newest["validUntil"]
    assert expected.word == verdict.word
    if expected.reason and expected.day:
        assert f"{in_words(expected.day)}: {expected.reason}." in verdict.sentence()
    for version in range(1, expected.versions):
        path = f"v{version}/credential.json"
        earlier = found.json(path)
        number, _, why = expected.replaced[version - 1]
        sentence = found.verdict(path).sentence()

        assert version == number
        assert (newest["id"], newest["awardedDate"]) == (earlier["id"], earlier["awardedDate"])
        assert earlier["validFrom"] < newest["validFrom"]
        assert "superseded" == found.verdict(path).word
        assert f"({why}): {BASE_URL}/awards/{found.award}/credential.json" in sentence
    assert not found.has(f"v{expected.versions}/")


def hosted_2(found: Surfaces, expected: Expected) -> None:
    """Open Badges 2.0."""
    assertion = found.json("assertion.json")
    newest = found.json("credential.json")
    if expected.reason is None:
        identifiers = newest["credentialSubject"]["identifier"]
        hashes = [each["identityHash"] for each in identifiers]

        assert assertion["recipient"]["identity"] in hashes
        assert newest["awardedDate"] == assertion["issuedOn"]
        assert newest["validUntil"] == assertion["expires"]
        assert str(expected.versions) == assertion.get("version", "1")
        assert "revoked" not in assertion
    else:
        lead = f"Suspended since {expected.day}: " if expected.state == "suspended" else ""

        assert assertion["revoked"] is True
        assert assertion["revocationReason"].startswith(lead + expected.reason)
        assert "recipient" not in assertion
    if expected.state == "revoked":
        assert f"{BASE_URL}/awards/" in assertion["revocationReason"]


def lists(found: Surfaces, expected: Expected, *, separate: bool) -> None:
    """The status lists, as the documents point into them."""
    for version in range(1, expected.versions):
        assert {"revocation"} == found.marked(f"v{version}/credential.json")
    suspension = {"suspension"} if separate else {"revocation"}
    marks = {"current": set[str](), "suspended": suspension, "revoked": {"revocation"}}

    assert marks[expected.state] == found.marked("credential.json")


def pages(found: Surfaces, expected: Expected) -> None:
    """The pages, state.json and the list."""
    page = found.text("index.html")
    shown = {"current": "active"}.get(expected.state, expected.state)
    (line,) = listed(found.repository.project, [found.award])

    assert f'data-state="{shown}"' in page
    assert line.state.startswith(expected.state)
    assert found.has("state.json") == (expected.versions > 1 or expected.reason is not None)
    for version, change, why in expected.replaced:
        earlier = found.text(f"v{version}/index.html")

        assert 'data-state="superseded"' in earlier
        assert why in earlier
        assert (version, change, why) in {
            (each["version"], each["change"], each["reason"])
            for each in found.json("state.json")["replaced"]
        }
        assert why in page
    if expected.reason and expected.day:
        state = found.json("state.json")

        assert (shown, expected.day) == (state["state"], state["date"])
        assert expected.reason.endswith(state["reason"])
        assert in_words(expected.day) in page
        for part in expected.reason.split(": "):
            assert part in page
    if expected.state == "revoked":
        successor = found.json("state.json")["replaced_by"]

        assert f'href="../{successor}/"' in page
        assert (found.repository.site / "awards" / successor / "index.html").exists()


@pytest.mark.parametrize("separate", [False, True], ids=["shared", "separate"])
def test_every_surface_tells_the_same_life(tmp_path: Path, *, separate: bool) -> None:
    """
    Issue, correct, suspend, reinstate, renew, revoke; then forget, which leaves a mark and a page.
    """
    slots: list[Slot] = []

    def after(found: Surfaces, expected: Expected) -> None:
        hosted_3(found, expected)
        hosted_2(found, expected)
        lists(found, expected, separate=separate)
        pages(found, expected)
        slots[:] = [each.slot for each in found.repository.of(NAME).versions]

    repository = begun(tmp_path, separate=separate)
    award = walk(repository, separate=separate, after=after)
    list(forget(repository.project, award))
    repository.issue()
    repository.build(check_all=True)
    folder = repository.site / "awards" / award
    bits = repository.register.status_lists["revocation", 1].bits

    assert ["embed", "index.html", "index.html"] == sorted(path.name for path in folder.rglob("*"))
    assert "This award was removed" in (folder / "index.html").read_text(encoding="utf-8")
    assert all(bits[slot.index // 8] & 0x80 >> slot.index % 8 for slot in slots)
    # The samples that a browser tries itself on are of the program, and their Ada is nobody's.
    published = b"".join(
        path.read_bytes()
        for path in repository.site.rglob("*")
        if path.is_file() and not path.match("assets/samples.*.js")
    )
    assert b"Ada Lovelace" not in published
    assert b"Issued again" not in published


def test_a_did_that_is_added_and_taken_away(tmp_path: Path) -> None:
    """
    A correction may give the subject the recipient's own DID, and another one take it back; what
    else identifies them keeps its salt, so that all versions name the same person.
    """
    did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    repository = begun(tmp_path, separate=False)
    path = repository.award(NAME)
    repository.issue(first=True)
    first = "{date: 2026-03-03, reason: Wallet}"
    second = "{date: 2026-03-04, reason: Wallet lost}"
    plain = repository.read(path)
    repository.pass_days()
    repository.write(
        path, plain.replace(".org}", f".org, did: {did}}}") + f"corrected: [{first}]\n"
    )
    repository.issue()
    repository.pass_days()
    repository.write(path, plain + f"corrected: [{first}, {second}]\n")
    repository.issue()
    repository.build(check_all=True)
    subjects: list[Any] = [
        orjson.loads(each.unsigned)["credentialSubject"] for each in repository.of(NAME).versions
    ]
    ids = [each["id"] for each in subjects]

    assert ids[0].startswith("urn:uuid:")
    assert did == ids[1]
    assert ids[2].startswith("urn:uuid:")
    assert subjects[0]["identifier"] == subjects[1]["identifier"] == subjects[2]["identifier"]
    assert () == repository.plan().changes

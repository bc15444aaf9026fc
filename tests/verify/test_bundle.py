"""A learner's bundle, judged with nothing but the file at hand, and by asking the issuer's site."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testamur.commands.verify import verify
from testamur.crypto.signer import Ed25519Signer
from testamur.model.addresses import Addresses
from testamur.register.entries import Role
from testamur.verify.bundle import Asked, verify_bundle
from testamur.verify.bundle_report import BundleReport
from testamur.verify.sources import SiteFolder, Unavailable
from testamur.verify.verdict import Word
from testamur.wire import bundle, did
from tests.support.repository import BASE_URL, OTHER_SEED, Repository
from tests.support.serialising import JWT_KEY

WISH = "name: Ada Lovelace\nemail: ada-lovelace@example.org\nconsent: 2026-03-01\n"
Members = dict[str, bytes]


@dataclass(frozen=True)
class Issued:
    repository: Repository
    path: Path
    now: datetime

    @property
    def members(self) -> Members:
        return dict(bundle.unpack(self.path.read_bytes()))

    def name(self, end: str) -> str:
        """The first member that ends so."""
        return next(name for name in sorted(self.members) if name.endswith(end))


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """Two awards, one with an end, with a picture and a JWT each."""
    repository = Repository.begun(tmp_path_factory.mktemp("bundle"), "Ada Lovelace")
    repository.jwt_signer = JWT_KEY
    repository.announce_key("jwt-1", Role.JWT, JWT_KEY.public_key)
    repository.write(
        "content/credentials/data-steward/badge.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>\n',
    )
    repository.award("Ada Lovelace", "key: second", "expires: 2027-01-01", file="ada-again")
    repository.write("content/learners/ada.yaml", WISH)
    repository.issue(first=True)
    repository.build()
    (path,) = repository.site.glob("learners/*/bundle.zip")
    return Issued(repository, path, repository.now + timedelta(days=30))


def judge(issued: Issued, members: Members) -> BundleReport:
    return verify_bundle(bundle.pack(members), Asked(issued.now, keys_of(issued), at_hand=True))


def keys_of(issued: Issued) -> SiteFolder:
    """Nothing of the issuer's site but its keys, as somebody may have kept them."""
    path = Addresses(BASE_URL).did_path
    kept = {path: (issued.repository.site / path).read_bytes()}
    return SiteFolder(kept.get, BASE_URL)


def asked(issued: Issued, **what: Any) -> BundleReport:
    """The bundle as it is, with the issuer's keys at hand."""
    given = {"source": keys_of(issued), "at_hand": True, **what}
    return verify_bundle(issued.path.read_bytes(), Asked(**{"now": issued.now, **given}))


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def test_a_bundle_is_valid_as_of_its_day(issued: Issued) -> None:
    """
    The sentence says when it was signed, by whom, and what it cannot say.
    """
    report = asked(issued)

    assert () == report.faults
    assert Word.VALID is report.word
    assert (
        "Valid as of 2 March 2026, 09:00 UTC: 2 awards by Example Academy (badges.example.org). "
        "What happened since, only badges.example.org can tell." == report.sentence
    )
    assert ["Valid as of 2 March 2026, 09:00 UTC: Data Steward."] * 2 == [
        each.sentence for each in report.awards
    ]
    assert ("The keys are those that badges.example.org publishes.",) == report.notes
    assert ["valid"] * 2 == [each["verdict"] for each in json_of(report)["awards"]]


def json_of(report: BundleReport) -> Any:
    return report.as_json()


def test_a_bundle_does_not_vouch_for_its_own_keys(issued: Issued) -> None:
    """
    Anybody can make one in any issuer's name: without keys from elsewhere it is never valid.
    """
    report = asked(issued, source=None)

    assert (Word.UNKNOWN, ()) == (report.word, report.faults)
    assert (
        "Could not be checked whose it is. It says that it is 2 awards by Example Academy "
        "(badges.example.org), and is in one piece since 2 March 2026, 09:00 UTC."
        == report.sentence
    )
    assert "The keys came from the file itself" in report.notes[0]
    assert "valid" not in {each["verdict"] for each in json_of(report)["awards"]}


def test_the_command_reads_bundles(issued: Issued, tmp_path: Path) -> None:
    """
    When the site is gone, what somebody kept of it is enough: its keys.
    """
    kept = tmp_path / "badges.example.org" / Addresses(BASE_URL).did_path
    kept.parent.mkdir(parents=True)
    kept.write_bytes((issued.repository.site / Addresses(BASE_URL).did_path).read_bytes())
    alone = verify(issued.repository.project, str(issued.path))
    report = verify(issued.repository.project, str(issued.path), documents=tmp_path)

    assert isinstance(alone, BundleReport)
    assert isinstance(report, BundleReport)
    assert (16, 0) == (alone.word.exit_code, report.word.exit_code)
    assert "valid" == report.as_json()["verdict"]


@pytest.mark.parametrize(
    ("who", "word"),
    [
        ({"email": "Ada-Lovelace@example.org"}, Word.VALID),
        ({"name": "ada lovelace"}, Word.VALID),
        ({"email": "eve@example.org"}, Word.ALTERED),
        ({"name": "Eve"}, Word.ALTERED),
        ({"email": "ada-lovelace@example.org", "name": "Eve"}, Word.ALTERED),
    ],
)
@pytest.mark.parametrize("with_keys", [True, False])
def test_v23_the_person_of_a_bundle(
    issued: Issued, who: dict[str, str], word: Word, *, with_keys: bool
) -> None:
    """
    Whoever is asked about must be whom the awards were made out to.
    """
    report = asked(issued, **who, **({} if with_keys else {"source": None}))

    assert (word if with_keys or word is Word.ALTERED else Word.UNKNOWN) is report.word


def test_v09_a_bundle_of_another_issuer(issued: Issued) -> None:
    report = asked(issued, expected_site="https://badges.example.com")

    assert Word.FOREIGN is report.word
    assert "Not issued here. It names Example Academy (badges.example.org)" in report.sentence


def test_a_bundle_that_was_packed_again_is_the_same(issued: Issued) -> None:
    """
    Mail programs compress; what counts is inside.
    """
    data = zipped(*issued.members.items())
    report = verify_bundle(data, Asked(issued.now, keys_of(issued), at_hand=True))

    assert Word.VALID is report.word


def test_an_award_that_ended_is_said_to_have(issued: Issued) -> None:
    later = issued.now + timedelta(days=999)
    report = asked(issued, now=later)
    alone = asked(issued, now=later, source=None)

    assert Word.EXPIRED is report.word
    assert {Word.VALID, Word.EXPIRED} == {each.word for each in report.awards}
    assert report.sentence.endswith("not all valid today.")
    assert all("Data Steward" in each.sentence for each in report.awards)
    assert Word.UNKNOWN is alone.word
    assert any("It was valid until 1 January 2027" in each.sentence for each in alone.awards)


def edit(end: str, change: Callable[[Any], None]) -> Callable[[Issued, Members], None]:
    def tamper(issued: Issued, members: Members) -> None:
        name = issued.name(end)
        value = orjson.loads(members[name])
        change(value)
        members[name] = orjson.dumps(value)

    return tamper


def remove(end: str) -> Callable[[Issued, Members], None]:
    return lambda issued, members: members.__delitem__(issued.name(end))


def add(name: str, data: bytes) -> Callable[[Issued, Members], None]:
    return lambda _issued, members: members.__setitem__(name, data)


def turned(end: str) -> Callable[[Issued, Members], None]:
    """The last of it with its first letters in another order."""

    def tamper(issued: Issued, members: Members) -> None:
        name = issued.name(end)
        head, payload, signature = members[name].split(b".")
        members[name] = b".".join([head, payload, signature[1:2] + signature[:1] + signature[2:]])

    return tamper


def first(value: Any) -> Any:
    return value["credentialSubject"]["verifiableCredential"][0]


TAMPERED: dict[str, Callable[[Issued, Members], None]] = {
    "an award's name": edit("credential.json", lambda each: each.update(name="Data Steware")),
    "an award's end": edit(
        "credential.json", lambda each: each.update(validUntil="2099-01-01T00:00:00Z")
    ),
    "an award's proof": edit("credential.json", lambda each: each["proof"].pop()),
    "the record's day": edit(
        "clr.json", lambda each: each.update(validFrom="2026-03-20T09:00:00Z")
    ),
    "the record's award": edit("clr.json", lambda each: first(each).update(name="Data Steware")),
    "an award left out of the record": edit(
        "clr.json", lambda each: each["credentialSubject"]["verifiableCredential"].pop()
    ),
    "the record's partial": edit("clr.json", lambda each: each.update(partial=True)),
    "the record's contexts": edit("clr.json", lambda each: each["@context"].reverse()),
    "the record's issuer": edit(
        "clr.json", lambda each: each["issuer"].update(id="did:web:other.example.org")
    ),
    "what was earned": edit("achievement.json", lambda each: each.update(name="Professor")),
    "more than was earned": edit("achievement.json", lambda each: each.update(tag=["PhD"])),
    "the keys": edit("did.json", lambda each: each["assertionMethod"].clear()),
    "a token's signature": turned("credential.jwt"),
    "no record": remove("clr.json"),
    "no proof of the record": remove("clr.tlog-proof"),
    "no keys": remove("did.json"),
    "no award": remove("credential.json"),
    "no proof of an award": remove("record.tlog-proof"),
    "something beside": add("certificate.pdf", b"%PDF-1.7"),
    "another award": add(f"awards/{'0' * 26}/credential.json", b"{}"),
    "another's badge": add(f"awards/{'0' * 26}/badge.svg", b"<svg/>"),
    "a record that is none": add("clr.json", b"[1]"),
    "a record without text": add("clr.json", b""),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_bundle_that_was_tampered_with_is_not_valid(
    issued: Issued, tamper: Callable[[Issued, Members], None]
) -> None:
    members = issued.members
    tamper(issued, members)
    report = judge(issued, members)

    assert Word.ALTERED is report.word
    assert report.sentence.startswith("Not valid. ")
    assert report.faults


def test_the_picture_of_another_award_is_not_taken(issued: Issued) -> None:
    members = issued.members
    one, other = sorted(name for name in members if name.endswith("badge.svg"))
    members[one] = members[other]

    assert Word.ALTERED is judge(issued, members).word


def test_the_token_of_another_award_is_not_taken(issued: Issued) -> None:
    members = issued.members
    one, other = sorted(name for name in members if name.endswith("credential.jwt"))
    members[one] = members[other]

    assert Word.ALTERED is judge(issued, members).word


def test_keys_of_a_strangers_own_prove_nothing_of_the_issuer(issued: Issued) -> None:
    """
    Whoever signs everything anew with a key of their own names themselves, or is found out by the
    issuer's own site.
    """
    members = issued.members
    at = Addresses(BASE_URL)
    stranger = Ed25519Signer.from_seed(OTHER_SEED).public_key
    members["did.json"] = orjson.dumps(did.did_document(at, [stranger], []))

    assert Word.ALTERED is judge(issued, members).word


HOSTILE = {
    "up": zipped(("../clr.json", b"{}")),
    "absolute": zipped(("/etc/passwd", b"x")),
    "backslash": zipped(("awards\\x", b"x")),
    "drive": zipped(("C:clr.json", b"x")),
    "hidden": zipped((".ssh/id", b"x")),
    "dots": zipped(("awards/../clr.json", b"x")),
    "same name": zipped(("clr.json", b"{}"), ("CLR.json", b"{}")),
    "nothing": zipped(),
    "cut": zipped(("clr.json", b"{}"))[:-9],
    "no zip": b"PK\x03\x04" + bytes(100),
    "too many": zipped(*((f"a{number}", b"") for number in range(bundle.MAX_MEMBERS + 1))),
    "unusual compression": zipped(("clr.json", b"{}"), method=zipfile.ZIP_LZMA),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_zip_files_are_refused(issued: Issued, data: bytes) -> None:
    report = verify_bundle(data, Asked(issued.now))

    assert Word.ALTERED is report.word
    assert 1 == report.word.exit_code


def test_a_zip_bomb_is_not_unpacked(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What is read in all has a limit, whatever the file says of its own length.
    """
    monkeypatch.setattr(bundle, "MAX_BUNDLE", 100_000)
    bomb = bytearray(zipped(("clr.json", bytes(5_000_000))))
    assert len(bomb) < 10_000
    # The length in the central directory: not believed either.
    at = bomb.index(b"PK\x01\x02") + 24
    bomb[at : at + 4] = struct.pack("<I", 10)

    assert Word.ALTERED is verify_bundle(bytes(bomb), Asked(issued.now)).word
    with pytest.raises(bundle.BrokenBundleError, match="holds more than"):
        bundle.unpack(zipped(("clr.json", bytes(5_000_000))))


def test_an_encrypted_member_is_refused(issued: Issued) -> None:
    data = bytearray(zipped(("clr.json", b"{}")))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert Word.ALTERED is verify_bundle(bytes(data), Asked(issued.now)).word


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 1 << 20), bit=st.integers(0, 7))
def test_one_flipped_bit_never_makes_another_valid_bundle(
    issued: Issued, place: int, bit: int
) -> None:
    """
    Only in what nobody relies on (the README, dates of files) may a bit differ.
    """
    data = bytearray(issued.path.read_bytes())
    data[place % len(data)] ^= 1 << bit
    report = verify_bundle(bytes(data), Asked(issued.now, keys_of(issued), at_hand=True))

    if report.word is Word.VALID:
        before, after = issued.members, dict(bundle.unpack(bytes(data)))
        assert {k: v for k, v in before.items() if k != "README.txt"} == {
            k: v for k, v in after.items() if k != "README.txt"
        }


def test_the_site_is_asked_what_happened_since(tmp_path: Path) -> None:
    """
    A bundle says what stood then; the issuer's site says what stands now.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.award("Ada Lovelace", "key: second", file="ada-again")
    repository.write("content/learners/ada.yaml", WISH)
    repository.issue(first=True)
    repository.build()
    (path,) = repository.site.glob("learners/*/bundle.zip")
    old = tmp_path / "old.zip"
    old.write_bytes(path.read_bytes())
    now = verify(repository.project, str(old), site=repository.site)
    repository.pass_days()
    repository.award("Ada Lovelace", "revoked: {date: 2026-03-03, reason: By mistake}")
    repository.issue()
    repository.build()
    then = verify(repository.project, str(old))
    since = verify(repository.project, str(old), site=repository.site)

    assert isinstance(now, BundleReport)
    assert isinstance(then, BundleReport)
    assert isinstance(since, BundleReport)
    assert (Word.VALID, Word.UNKNOWN, Word.REVOKED) == (now.word, then.word, since.word)
    assert {Word.VALID, Word.REVOKED} == {each.word for each in since.awards}
    assert "The keys are those that badges.example.org publishes." in since.notes
    # Issued anew without the award, the older record is replaced.
    assert "Replaced by a newer version" in since.notes[1]


def test_a_record_that_was_withdrawn_is_not_valid(tmp_path: Path) -> None:
    """
    Its awards may stand: that they are one person's, the record alone said.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write("content/learners/ada.yaml", WISH)
    repository.issue(first=True)
    repository.build()
    (path,) = repository.site.glob("learners/*/bundle.zip")
    old = tmp_path / "old.zip"
    old.write_bytes(path.read_bytes())
    repository.pass_days()
    repository.write("content/learners/ada.yaml", f"{WISH}ended: 2026-03-03\n")
    repository.issue()
    repository.build()
    report = verify(repository.project, str(old), site=repository.site)

    assert isinstance(report, BundleReport)
    assert Word.REVOKED is report.word
    assert [Word.VALID] == [each.word for each in report.awards]
    assert "which does not stand any more itself" in report.sentence


def test_a_site_with_other_keys_disowns_the_bundle(issued: Issued) -> None:
    """
    Whoever made all of the bundle with keys of their own is found out by asking.
    """
    at = Addresses(BASE_URL)
    stranger = Ed25519Signer.from_seed(OTHER_SEED).public_key
    keys = orjson.dumps(did.did_document(at, [stranger], []))

    def read(path: str) -> bytes | None:
        found = issued.repository.site / path
        return keys if path == at.did_path else found.read_bytes() if found.is_file() else None

    report = asked(issued, source=SiteFolder(read, BASE_URL))

    assert Word.ALTERED is report.word
    assert "does not stand by" in report.faults[0]


def test_a_site_that_is_gone_is_said_to_be(issued: Issued) -> None:
    class Gone:
        def fetch(self, url: str, accept_bytes: int) -> bytes:
            raise Unavailable(f"{url} does not answer")

    report = asked(issued, source=Gone(), at_hand=False)

    assert Word.UNKNOWN is report.word
    assert () == report.faults
    assert "badges.example.org did not answer" in report.notes[0]

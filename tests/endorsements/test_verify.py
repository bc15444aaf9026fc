"""`testamur verify` of an endorsement, and of its withdrawal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.cli.main import commands
from testamur.commands.project import Project
from testamur.verify import endorsement as reading
from testamur.verify.document import verify_document
from testamur.verify.endorsement import Endorsers, key_documents
from testamur.verify.verdict import Verdict, Word
from testamur.verify.writing import Malformed
from tests.support.endorsements import (
    GUILD,
    ID,
    ON_THE_WEB,
    SIGNED,
    STEWARD,
    STRANGER,
    WITHDRAWN,
    Guild,
    Json,
    written,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOBODY = Endorsers(key_documents({}), NOW)


def judged(document: Json, *endorsers: Guild) -> Verdict:
    source = key_documents({each.identity: each.document() for each in endorsers})
    return verify_document(written(document), source, now=NOW)


def test_an_endorsement_is_valid_by_itself(tmp_path: Path) -> None:
    """Through the command, without a network."""
    file = tmp_path / "guild.json"
    file.write_bytes(written(GUILD.endorses()))
    project = Project(root=tmp_path, now=NOW, draw=lambda _: b"", environ={})
    result = CliRunner().invoke(commands, ["verify", str(file)], obj=project)

    assert 0 == result.exit_code
    assert (
        f"Valid. Endorsement of {STEWARD} by an issuer known by its key alone "
        "(“Guild of Archivists” in its own words), 5 March 2026."
    ) in result.output


def test_a_withdrawal_says_when_and_why(tmp_path: Path) -> None:
    """With the exit code of what was revoked."""
    file = tmp_path / "guild.withdrawal.json"
    file.write_bytes(written(GUILD.withdraws()))
    project = Project(root=tmp_path, now=NOW, draw=lambda _: b"", environ={})
    result = CliRunner().invoke(commands, ["verify", str(file)], obj=project)

    assert 12 == result.exit_code
    assert "Withdrawn on 9 March 2026: The exam was dropped." in result.output
    assert "✗ status       Withdrawn by its endorser on 9 March 2026" in result.output


def test_one_that_ended_is_expired_not_withdrawn() -> None:
    over = datetime(2026, 3, 5, 9, 0, 1, tzinfo=UTC)

    assert Word.EXPIRED is judged(GUILD.endorses(until=over)).word


def test_a_domain_vouches_with_its_key_document() -> None:
    assert Word.VALID is judged(ON_THE_WEB.endorses(), ON_THE_WEB).word
    assert Word.UNKNOWN is judged(ON_THE_WEB.endorses()).word
    impostor = Guild(seed=STRANGER.seed, did=ON_THE_WEB.did)
    assert Word.ALTERED is judged(impostor.endorses(), ON_THE_WEB).word


def test_a_forged_withdrawal_is_altered() -> None:
    """Whoever empties the period of somebody's endorsement breaks its signature."""
    forged = GUILD.endorses(until=SIGNED)
    honest = GUILD.endorses()
    forged["proof"] = honest["proof"]

    assert Word.ALTERED is judged(forged).word


def withdraws(document: Json) -> str | None:
    first = reading.statement(GUILD.endorses())
    return reading.why_not_withdrawn(first, reading.statement(document))


def test_a_withdrawal_takes_back_what_is_the_same() -> None:
    assert withdraws(GUILD.withdraws()) is None


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (STRANGER.withdraws(), "somebody else"),
        (GUILD.withdraws(id_=ID.replace("a001", "a009")), "another endorsement"),
        (GUILD.withdraws(STEWARD.replace("v2", "v1")), "about something else"),
        (GUILD.withdraws(moment=SIGNED), "not newer"),
        (GUILD.withdraws(moment=datetime(2026, 1, 1, tzinfo=UTC)), "not newer"),
        (GUILD.endorses(since=WITHDRAWN), "not a withdrawal"),
        (GUILD.endorses(since=WITHDRAWN, until=NOW), "not a withdrawal"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_anything_else_takes_nothing_back(document: Json, why: str) -> None:
    assert why in str(withdraws(document))


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ["VerifiableCredential"]},
        {"type": "EndorsementCredential"},
        {"@context": ["https://www.w3.org/ns/credentials/v2"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", "https://evil.example/context.json"]},
        {"issuer": GUILD.identity},
        {"issuer": {"id": GUILD.identity, "type": ["Profile"]}},
        {"issuer": {"id": GUILD.identity, "type": ["Profile"], "name": ["Guild"]}},
        {"credentialSubject": [{"id": STEWARD, "type": ["EndorsementSubject"]}]},
        {"credentialSubject": {"type": ["EndorsementSubject"]}},
        {"credentialSubject": {"id": STEWARD, "type": ["AchievementSubject"]}},
        {
            "credentialSubject": {
                "id": STEWARD,
                "type": ["EndorsementSubject"],
                "endorsementComment": 7,
            }
        },
        {"validFrom": "2026-03-05"},
        {"validFrom": None},
        {"validUntil": "2026-03-04T09:00:00Z"},
        {"id": "guild"},
        {"credentialStatus": []},
        {"https://www.w3.org/2018/credentials#validUntil": "2030-01-01T00:00:00Z"},
        {"madeUp": "unsigned"},
    ],
    ids=str,
)
def test_what_is_no_endorsement_is_refused(changes: Json) -> None:
    """Before any signature is looked at."""
    document = {**GUILD.endorses(), "proof": [], **changes}

    with pytest.raises(Malformed):
        reading.read(written(document))


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        reading.read(data)


def test_a_large_file_is_refused() -> None:
    with pytest.raises(Malformed, match="64000"):
        reading.read(b" " * 64_001)


_ALTERED = written(GUILD.endorses())


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(_ALTERED) - 1), bit=st.integers(0, 7))
def test_no_flipped_bit_is_genuine(place: int, bit: int) -> None:
    """Wherever it is: the endorsement is refused, or says what it said."""
    data = bytearray(_ALTERED)
    data[place] ^= 1 << bit
    try:
        document, said = reading.read(bytes(data))
    except Malformed:
        return
    if NOBODY.check(document, said).genuine:
        assert reading.read(_ALTERED)[1] == said

"""Endorsements of the example and of the command, held against the official schemas."""

from __future__ import annotations

import jsonschema_rs
import orjson
import pytest

from tests.support.endorsements import GUILD, ON_THE_WEB, Guild, Json
from tests.support.sites import ROOT

SCHEMAS = ROOT.parent / "shared" / "vectors" / "schemas"
ENDORSEMENT = (
    "ob3/strict-2025-03/endorsementcredential.json",
    "ob3/json-ld-2025-10/ob_v3p0_endorsementcredential_schema.json",
    "vcdm/verifiable-credential-schema.json",
)
EXAMPLE = sorted((ROOT / "content/endorsements").glob("*.json"))

pytestmark = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="needs the official schemas beside the repository"
)


def flaws(schema: str, document: Json) -> list[str]:
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / schema).read_bytes()))
    return [error.message for error in validator.iter_errors(document)]


@pytest.mark.parametrize("schema", ENDORSEMENT)
def test_every_endorsement_of_the_example_fits(schema: str) -> None:
    """
    The strict edition, the tolerant one, and W3C's; the withdrawal likewise.
    """
    assert 4 == len(EXAMPLE)
    assert {file.name: [] for file in EXAMPLE} == {
        file.name: flaws(schema, orjson.loads(file.read_bytes())) for file in EXAMPLE
    }


@pytest.mark.parametrize("schema", ENDORSEMENT)
@pytest.mark.parametrize(
    "document",
    [
        ON_THE_WEB.endorses(),
        GUILD.endorses(comment=""),
        GUILD.withdraws(),
        Guild(url=None, email=None).endorses(),
    ],
    ids=["did:web", "no comment", "withdrawal", "only a name"],
)
def test_every_form_fits(schema: str, document: Json) -> None:
    assert [] == flaws(schema, document)


@pytest.mark.parametrize("schema", ENDORSEMENT[:2])
@pytest.mark.parametrize("member", ["name", "issuer", "validFrom", "credentialSubject", "id"])
def test_the_schemas_would_notice(schema: str, member: str) -> None:
    """
    Without a required member it does not fit: the tests above can fail.
    """
    document = GUILD.endorses()
    del document[member]

    assert [] != flaws(schema, document)


@pytest.mark.parametrize(
    "schema",
    [
        "ob3/strict-2025-03/achievementcredential.json",
        "ob3/json-ld-2025-10/ob_v3p0_achievementcredential_schema.json",
    ],
)
def test_a_hosted_achievement_with_its_endorsements_fits(schema: str) -> None:
    """
    As the schema of the credential has it: an Achievement may carry them.
    """
    validator = orjson.loads((SCHEMAS / schema).read_bytes())
    achievement = {
        "id": "https://badges.example.org/credentials/data-steward/v1/achievement.json",
        "type": ["Achievement"],
        "name": "Data Steward",
        "description": "Looks after data.",
        "criteria": {"narrative": "A portfolio."},
        "endorsement": [GUILD.endorses()],
    }
    credential = {
        **GUILD.endorses(),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": achievement},
    }

    assert [] == [
        error.message for error in jsonschema_rs.validator_for(validator).iter_errors(credential)
    ]

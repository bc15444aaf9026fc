"""Every document of the example, held against the official schemas."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jsonschema_rs
import orjson
import pytest

from testamur.crypto import jws
from testamur.model.addresses import Addresses
from testamur.model.formats import Format
from testamur.register import serialised
from testamur.register.folder import Folder
from testamur.register.reader import read
from testamur.register.register import Register
from tests.support.sites import ROOT

SCHEMAS = ROOT.parent / "shared" / "vectors" / "schemas"
OFFICIAL = (
    "ob3/strict-2025-03/achievementcredential.json",
    "ob3/json-ld-2025-10/ob_v3p0_achievementcredential_schema.json",
    "vcdm/verifiable-credential-schema.json",
)

pytestmark = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="needs the official schemas beside the repository"
)


@cache
def example() -> Register:
    folder = Folder(ROOT / "content/register", "content/register")
    return read(folder, Addresses("https://badges.lovelace.example"))


@pytest.mark.parametrize("schema", OFFICIAL)
def test_every_credential_fits(schema: str) -> None:
    """
    The strict edition, the tolerant one, and W3C's.
    """
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / schema).read_bytes()))
    wrong = {
        version.entry: [
            error.message for error in validator.iter_errors(orjson.loads(version.signed))
        ]
        for award in example().awards.values()
        for version in award.versions
    }

    assert 60 < len(wrong)
    assert {} == {entry: errors for entry, errors in wrong.items() if errors}


@pytest.mark.parametrize("schema", OFFICIAL)
def test_every_jwt_fits(schema: str) -> None:
    """
    What is inside both kinds of tokens, the claims of Open Badges 3.0 among it.
    """
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / schema).read_bytes()))
    register = example()
    tokens = [
        serialised.compact(award.newest, each, register.addresses)
        for award in register.awards.values()
        for each in serialised.standing(register, award.newest)
        if each.format is not Format.ASSERTION
    ]
    wrong = [
        [error.message for error in validator.iter_errors(orjson.loads(payload))]
        for payload in (jws.parse(token.decode()).payload for token in tokens)
    ]

    assert 120 < len(tokens)
    assert [] == [errors for errors in wrong if errors]


@pytest.mark.parametrize(
    ("schema", "route"),
    [
        (OFFICIAL[0], ("issuer",)),
        (OFFICIAL[0], ("credentialSubject", "achievement", "criteria")),
        (OFFICIAL[1], ("credentialSubject",)),
        (OFFICIAL[2], ("credentialSubject",)),
    ],
)
def test_the_schemas_would_notice(schema: str, route: tuple[str, ...]) -> None:
    """
    A credential without a required part does not fit: the test above can fail.
    """
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / schema).read_bytes()))
    document = orjson.loads(next(iter(example().awards.values())).newest.signed)
    here = document
    for step in route[:-1]:
        here = here[step]
    del here[route[-1]]

    assert not validator.is_valid(document)


def test_the_status_list_fits() -> None:
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / OFFICIAL[2]).read_bytes()))

    for status_list in example().status_lists.values():
        assert [] == [
            each.message for each in validator.iter_errors(orjson.loads(status_list.signed))
        ]


def test_no_schema_of_others_is_shipped() -> None:
    """
    Their licence forbids it: they are read where they lie.
    """
    assert not list(Path(ROOT / "generator").rglob("*schema*.json"))


RECORDS = (
    "clr2/json-ld-2025-10/clr_v2p0_clrcredential_schema.json",
    "vcdm/verifiable-credential-schema.json",
)


@pytest.mark.parametrize("schema", RECORDS)
def test_every_learner_record_fits(schema: str) -> None:
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / schema).read_bytes()))
    wrong = {
        record.entry: [
            error.message for error in validator.iter_errors(orjson.loads(record.signed))
        ]
        for record in example().learners.values()
    }

    assert 2 <= len(wrong)
    assert {} == {entry: errors for entry, errors in wrong.items() if errors}


@pytest.mark.parametrize(
    "route",
    [
        ("name",),
        ("issuer",),
        ("credentialSubject", "verifiableCredential"),
        ("credentialSubject", "association", 0, "targetId"),
        ("credentialSubject", "achievement", 0, "criteria"),
    ],
    ids=str,
)
def test_a_learner_record_that_lacks_something_does_not_fit(route: tuple[str | int, ...]) -> None:
    """
    So that the schema is known to look there.
    """
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / RECORDS[0]).read_bytes()))
    document = next(
        each
        for each in (orjson.loads(record.signed) for record in example().learners.values())
        if "achievement" in each["credentialSubject"]
    )
    here = document
    for step in route[:-1]:
        here = here[step]
    del here[route[-1]]

    assert not validator.is_valid(document)

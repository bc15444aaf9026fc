"""Every JSON document of the example's site, held against the official schemas of its kind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from testamur.commands.build import Built, build
from testamur.commands.project import Project
from tests.support.sites import ROOT

SCHEMAS = ROOT.parent / "shared" / "vectors" / "schemas"
VC = "vcdm/verifiable-credential-schema.json"
STRICT, TOLERANT = "ob3/strict-2025-03", "ob3/json-ld-2025-10"
# Open Badges 2.0 has no official schema; the interfaces of 2.1 carry the same objects.
V2 = "ob2/v2p1-api/imsob_v2p1v2p1"

OFFICIAL: dict[str, tuple[str, ...]] = {
    "OpenBadgeCredential": (
        f"{STRICT}/achievementcredential.json",
        f"{TOLERANT}/ob_v3p0_achievementcredential_schema.json",
        VC,
    ),
    "EndorsementCredential": (
        f"{STRICT}/endorsementcredential.json",
        f"{TOLERANT}/ob_v3p0_endorsementcredential_schema.json",
        VC,
    ),
    "ClrCredential": ("clr2/json-ld-2025-10/clr_v2p0_clrcredential_schema.json", VC),
    "BitstringStatusListCredential": (VC,),
    "Profile of 3.0": (f"{STRICT}/profile.json", f"{TOLERANT}/ob_v3p0_profile_schema.json"),
    "Assertion": (f"{V2}-postassertion-requestpayload-schemav1p0.json",),
    "Profile": (f"{V2}-postprofile-requestpayload-schemav1p0.json",),
}
"""By type of document."""
IN_AN_INTERFACE = {"Assertion": "assertion"}
WITHOUT = {"Achievement", "BadgeClass", "Endorsement", "RevocationList", "CryptographicKey"}
"""Types with no schema of their own."""
OURS = {
    *("did.json", "state.json", "pathway.json"),
    *("catalogue.json", "skills.json", "feed.json", "oembed.json"),
}
"""Files that neither 1EdTech nor the data model has a type for."""

pytestmark = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="needs the official schemas beside the repository"
)

Json = dict[str, Any]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "site"
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    built = build(Project(ROOT, now, bytes, {}), folder)
    assert isinstance(built, Built), built
    return folder


def documents(site: Path) -> Iterator[tuple[str, str, Json]]:
    """Path, type and text of each; the issuer of each credential is a document of its own."""
    for path in sorted(site.rglob("*.json")):
        document: Json = json.loads(path.read_bytes())
        name = path.relative_to(site).as_posix()
        # What scripts say stands beside them.
        if path.name in OURS or name.startswith("assets/"):
            continue
        yield name, _type(document), document
        if isinstance(document.get("issuer"), dict):
            yield f"{name}: issuer", "Profile of 3.0", document["issuer"]


def test_every_document_fits_each_schema_of_its_kind(site: Path) -> None:
    """
    None is of a kind that nobody thought of.
    """
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for name, kind, document in documents(site):
        if kind in WITHOUT:
            continue
        seen[kind] += 1
        wrapped = IN_AN_INTERFACE.get(kind)
        value = {wrapped: document} if wrapped else document
        for schema in OFFICIAL[kind]:
            wrong += [
                f"{name}, {schema}: {each.message}"
                for each in _validator(schema).iter_errors(value)
            ]

    assert [] == wrong
    assert set(OFFICIAL) == set(seen)


@pytest.mark.parametrize("kind", [kind for kind in OFFICIAL if kind != "Assertion"])
def test_the_schemas_tell_a_document_that_lacks_something(site: Path, kind: str) -> None:
    """
    A document without its type fits none of them: they do say no.
    """
    document = next(each for _, found, each in documents(site) if found == kind)
    wrapped = IN_AN_INTERFACE.get(kind)
    lacking = {name: value for name, value in document.items() if name != "type"}
    value = {wrapped: lacking} if wrapped else lacking

    assert not any(_validator(schema).is_valid(value) for schema in OFFICIAL[kind])


def _type(document: Json) -> str:
    types = document["type"]
    return str(types if isinstance(types, str) else types[-1])


@cache
def _validator(schema: str) -> Any:
    return jsonschema_rs.validator_for(json.loads((SCHEMAS / schema).read_bytes()))

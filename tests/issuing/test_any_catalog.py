"""Whatever `check` accepts can be issued, fits the official schemas, and reads alike in both editions."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from testamur.problems import errors
from tests.support.repository import Repository
from tests.wire.test_schemas import OFFICIAL, SCHEMAS

# Letters of several scripts, and what means something in YAML, Markdown, HTML, JSON or N-Quads.
ALPHABET = "abzAZ09 éßλЖ中कم'\"\\<>&{}[]()#*_:,.;!?|`~@%^$-+=/"
WORDS = st.text(ALPHABET, min_size=1, max_size=40).map(lambda text: f"A {text} z")
SLUG = st.sampled_from(["exam", "project", "restore"])
WEB = st.sampled_from([f"https://www.example.org/{name}" for name in ("a", "b?x=1&y=2", "c#d")])
DAY = st.dates().map(lambda day: f"2026-0{day.month % 2 + 1}-{day.day:02}")
DID = st.sampled_from(["did:web:guild.example.org", "did:web:institute.example.org"])


def some(**fields: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    """Fields that may be left out."""
    return fields


PARTY = st.fixed_dictionaries(
    {"name": WORDS, "url": WEB}, optional=some(email=st.just("a@example.org"), did=DID)
)
SKILL = st.fixed_dictionaries(
    {"name": WORDS, "url": WEB}, optional=some(framework=WORDS, code=WORDS, description=WORDS)
)
SKILLS = st.lists(SKILL, min_size=1, max_size=2)
ISSUER = st.fixed_dictionaries(
    {"name": WORDS, "url": WEB, "email": st.just("badges@example.org")},
    optional=some(
        description=WORDS,
        legal_name=WORDS,
        identifiers=st.dictionaries(
            st.sampled_from(["ROR", "LEI", "ext:x", "sourcedId"]), WORDS, min_size=1
        ),
        phone=st.just("+49 30 123456"),
        address=st.fixed_dictionaries(
            {}, optional=some(street=WORDS, locality=WORDS, country_code=st.just("DE"))
        ),
        official=WORDS,
        parent=PARTY,
    ),
)
CREDENTIAL = st.fixed_dictionaries(
    {"name": WORDS, "description": WORDS, "kind": st.just("participation")},
    optional=some(
        achievement_type=st.sampled_from(["Degree", "ext:Licence", "Course"]),
        creator=PARTY,
        code=WORDS,
        field_of_study=WORDS,
        specialization=WORDS,
        identifiers=st.dictionaries(st.sampled_from(["isbn", "ext:isced"]), WORDS, min_size=1),
        skills=SKILLS,
        credits=st.fixed_dictionaries({"value": st.integers(1, 9), "scheme": WORDS}),
        tags=st.lists(WORDS, min_size=1, max_size=3),
        valid_for=st.sampled_from(["P3Y", "P90D"]),
        language=st.sampled_from(["en", "pt-BR"]),
    ),
)
EVIDENCE = st.fixed_dictionaries(
    {"name": WORDS},
    optional=some(
        narrative=WORDS,
        url=WEB,
        genre=WORDS,
        description=WORDS,
        audience=WORDS,
        sha256=st.just("0" * 64),
    ),
)
AWARD = st.fixed_dictionaries(
    {"awarded": DAY},
    optional=some(
        route=st.sampled_from(["course", "exam", "prior-learning"]),
        evidence=st.lists(EVIDENCE, min_size=1, max_size=2),
        narrative=WORDS,
        activity_start=DAY,
        activity_end=DAY,
        term=WORDS,
        role=WORDS,
        licence_number=WORDS,
        assessed_by=PARTY,
        language=st.sampled_from(["en", "de"]),
        expires=st.just("2030-01-01"),
        revoked=st.fixed_dictionaries(
            {"date": st.just("2026-03-01"), "reason": WORDS},
            optional=some(code=st.sampled_from(["misconduct", "other"])),
        ),
    ),
)
RECIPIENT = st.fixed_dictionaries(
    {"name": WORDS},
    optional=some(
        email=st.just("ada@example.org"),
        did=DID,
        display=st.sampled_from(["full", "initials", "hidden"]),
        identifiers=st.dictionaries(st.sampled_from(["sourcedId", "ext:id"]), WORDS, min_size=1),
    ),
)


@cache
def validator(schema: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(orjson.loads((SCHEMAS / schema).read_bytes()))


def laid_out(root: Path, site: Any, credential: Any, award: Any, recipient: Any) -> Repository:
    """JSON is YAML; every value is text."""
    repository = Repository.begun(root)
    settings_ = {
        "format": "1",
        "base_url": "https://badges.example.org",
        "title": "T",
        "issuer": site,
    }
    repository.write("content/site.yaml", text(settings_))
    repository.write(
        "content/credentials/data-steward/credential.md",
        f"---\n{text(credential)}\n---\nWhat it takes.\n",
    )
    repository.write(
        "content/awards/ada.yaml",
        text({"credential": "data-steward", "recipient": recipient, **award}),
    )
    return repository


def text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


@pytest.mark.slow
@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="needs the official schemas beside the repository")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(site=ISSUER, credential=CREDENTIAL, award=AWARD, recipient=RECIPIENT)
def test_what_check_accepts_is_issued_and_fits(
    site: Any, credential: Any, award: Any, recipient: Any
) -> None:
    """
    The strict schema and the tolerant one; who, what, when and state are the same in both
    editions, and the whole site verifies.
    """
    with tempfile.TemporaryDirectory() as folder:
        repository = laid_out(Path(folder), site, credential, award, recipient)
        assume(not errors(repository.check(first=True).problems))
        repository.issue(first=True)
        repository.build(check_all=True)
        (issued,) = repository.register.awards.values()
        found = repository.site / "awards" / issued.id
        signed: Any = orjson.loads((found / "credential.json").read_bytes())
        assertion: Any = orjson.loads((found / "assertion.json").read_bytes())
        page = (found / "index.html").read_text(encoding="utf-8")

    for schema in OFFICIAL[:2]:
        assert [] == [each.message for each in validator(schema).iter_errors(signed)]
    subject = signed["credentialSubject"]
    if "revoked" in award:
        assert assertion["revoked"] is True
        assert assertion["revocationReason"].endswith(issued.events[-1].reason)
        assert 'data-state="revoked"' in page
    else:
        hashes = {each["identityHash"] for each in subject.get("identifier", ())}

        assert assertion["recipient"]["identity"] in {*hashes, subject["id"]}
        assert (
            subject["achievement"]["id"].replace("achievement", "badgeclass")
            == (assertion["badge"])
        )
        assert (signed["awardedDate"], signed.get("validUntil")) == (
            assertion["issuedOn"],
            assertion.get("expires"),
        )
        assert subject.get("narrative") == assertion.get("narrative")
        assert 'data-state="active"' in page
    assert recipient.get("did", subject["id"]) == subject["id"]

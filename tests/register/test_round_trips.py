"""Whatever the register keeps is read back as it was, and written in one way only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto.jcs import canonical
from testamur.issue import drafts
from testamur.issue.drafts import Draft, Drafts, Happening, Update
from testamur.model.award import Forgotten
from testamur.model.credential import (
    Alignment,
    Credential,
    Kind,
    ResultDescription,
    RubricLevel,
)
from testamur.model.ids import award_id
from testamur.model.issuer import Identifier, Party
from testamur.model.status import Change, Event, ReasonCode, Slot
from testamur.problems import RegisterError
from testamur.register import definitions, documents
from testamur.register.documents import Document, Erased, event_commitment

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
HEX = st.binary(min_size=32, max_size=32).map(bytes.hex)
SLOTS = st.builds(Slot, st.integers(1, 99), st.integers(0, 131_071))
IDS = st.binary(min_size=16, max_size=16).map(award_id)
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,20}", fullmatch=True)
NUMBERS = st.integers(0, 10**9)
JSON: Any = st.recursive(
    TEXT | st.booleans() | st.integers(0, 2**40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
EVENTS = st.builds(
    Event,
    change=st.sampled_from(Change),
    day=DAYS,
    reason=TEXT,
    entered=DAYS,
    entry=NUMBERS,
    nonce=HEX,
    code=st.none() | st.sampled_from(ReasonCode),
    replaced_by=st.none() | IDS,
)
DOCUMENTS = st.builds(
    Document,
    entry=NUMBERS,
    award=IDS,
    version=st.integers(1, 99),
    definition=st.tuples(SLUGS, st.integers(1, 99)),
    record=HEX,
    intent=HEX,
    source=HEX,
    declared=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    nonce=st.binary(min_size=32, max_size=32),
    slot=SLOTS,
    language=st.none() | st.sampled_from(["en", "pt-BR"]),
    events=st.lists(EVENTS, max_size=4).map(tuple),
    proof=st.lists(JSON, max_size=2).map(canonical),
    unsigned=st.dictionaries(TEXT, JSON, max_size=4).map(canonical),
    suspension=st.none() | SLOTS,
)
ERASED = st.builds(Erased, NUMBERS, IDS, st.integers(1, 99), SLOTS, DAYS, st.none() | SLOTS)
PARTIES = st.builds(Party, TEXT, TEXT, st.none() | TEXT, st.none() | TEXT)
ALIGNMENTS = st.lists(st.builds(Alignment, TEXT, TEXT, st.none() | TEXT), max_size=2).map(tuple)
CREDENTIALS = st.builds(
    Credential,
    slug=SLUGS,
    version=st.integers(1, 9999),
    name=TEXT,
    description=TEXT,
    criteria=TEXT,
    kind=st.just(Kind.PARTICIPATION),
    offered_from=st.none() | DAYS,
    skills=ALIGNMENTS,
    results=st.lists(
        st.builds(
            ResultDescription,
            SLUGS,
            TEXT,
            TEXT,
            levels=st.lists(
                st.builds(RubricLevel, SLUGS, TEXT, level=st.none() | TEXT), max_size=2
            ).map(tuple),
            skills=ALIGNMENTS,
        ),
        max_size=2,
    ).map(tuple),
    creator=st.none() | PARTIES,
    code=st.none() | TEXT,
    field_of_study=st.none() | TEXT,
    specialization=st.none() | TEXT,
    identifiers=st.lists(st.builds(Identifier, TEXT, TEXT), max_size=2).map(tuple),
)
HAPPENINGS = st.lists(
    st.builds(
        Happening,
        st.sampled_from(Change),
        DAYS,
        TEXT,
        HEX,
        st.none() | st.sampled_from(ReasonCode),
        st.none() | IDS,
    ),
    max_size=3,
).map(tuple)
DRAFTS = st.builds(
    Drafts,
    base_url=st.just("https://badges.example.org"),
    register=st.just("content/register"),
    size=NUMBERS,
    root=HEX,
    status_days=st.integers(1, 3660),
    awards=st.lists(
        st.builds(
            Draft,
            award=IDS,
            version=st.integers(1, 9),
            slug=SLUGS,
            definition=st.integers(1, 9),
            record=HEX,
            intent=HEX,
            source=HEX,
            declared=st.tuples(st.integers(0, 9), st.integers(0, 9)),
            nonce=HEX,
            slot=SLOTS,
            document=TEXT,
            language=st.none() | TEXT,
            suspension=st.none() | SLOTS,
            happenings=HAPPENINGS,
        ),
        max_size=2,
    ).map(tuple),
    updates=st.lists(st.builds(Update, IDS, HEX, HEX, HAPPENINGS), max_size=2).map(tuple),
    forgotten=st.lists(st.builds(Forgotten, IDS, DAYS), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(document=DOCUMENTS | ERASED)
def test_a_documents_line(document: Document | Erased) -> None:
    line = documents.encode(document)

    assert document == documents.decode(line, "here")
    assert b"\n" not in line


@settings(max_examples=40, deadline=None)
@given(credential=CREDENTIALS)
def test_a_definition(credential: Credential) -> None:
    assert credential == definitions.decode(definitions.encode(credential))


@settings(max_examples=40, deadline=None)
@given(made=DRAFTS)
def test_drafts(made: Drafts) -> None:
    assert made == drafts.decode(drafts.encode(made))


@settings(max_examples=40, deadline=None)
@given(event=EVENTS, other=EVENTS)
def test_a_commitment_fits_one_event(event: Event, other: Event) -> None:
    """
    What it commits to are the step, its day, reason, code and successor; the nonce hides them.
    """
    said = [
        (each.change, each.day, each.reason, each.code, each.replaced_by, each.nonce)
        for each in (event, other)
    ]
    commitments = [event_commitment("0" * 26, each) for each in (event, other)]

    assert (said[0] == said[1]) == (commitments[0] == commitments[1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"code":"misconduct",', b'"code":null,'),
        (b'"code":"misconduct"', b'"code":"bad-luck"'),
        (b'"suspension":[1,2]', b'"suspension":[1]'),
        (b'"suspension":[1,2]', b'"suspension":null'),
        (b'"slot":[1,3],"suspension":[1,2]', b'"suspension":[1,2],"slot":[1,3]'),
    ],
)
def test_another_way_of_writing_is_refused(old: bytes, new: bytes) -> None:
    day = date(2026, 3, 3)
    event = Event(Change.REVOKED, day, "x", day, 1, "00" * 32, ReasonCode.MISCONDUCT, "0" * 26)
    document = Document(
        entry=0,
        award="0" * 26,
        version=1,
        definition=("a", 1),
        record="",
        intent="",
        source="",
        declared=(0, 0),
        nonce=bytes(32),
        slot=Slot(1, 3),
        language=None,
        events=(event,),
        proof=b"[]",
        unsigned=b"{}",
        suspension=Slot(1, 2),
    )
    line = documents.encode(document)

    assert old in line
    with pytest.raises(RegisterError):
        documents.decode(line.replace(old, new), "here")

"""`content/learners/`: who asked for a record of all their awards, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from testamur.content.fields import yaml_record
from testamur.content.places import in_words
from testamur.content.records.learner import LearnerFields
from testamur.content.rules import (
    DATE_ORDER,
    DUPLICATE_ID,
    DUPLICATE_LEARNER,
    FUTURE_DATE,
    LEARNER_WITHOUT_AWARDS,
    NO_IDENTITY,
    UNKNOWN_CREDENTIAL,
)
from testamur.content.source import Files
from testamur.content.values import nearest
from testamur.model.award import Display, Recipient, RecipientIdentifier, Record
from testamur.model.learner import Learner, identities, records_of
from testamur.model.people import Identity, people
from testamur.problems import Problem


def read(files: Files, path: str, log: list[Problem]) -> Iterator[Learner]:
    """The learner of the file at `path`, or nobody and the reasons in `log`."""
    fields = yaml_record(files, path, LearnerFields, log)
    if fields is not None:
        yield _learner(fields, path)


def check(
    learners: Collection[Learner],
    records: Collection[Record],
    slugs: frozenset[str],
    today: date,
) -> Iterator[Problem]:
    """Every learner can be told from others, has awards, and asked for the record by now."""
    everybody = people(records)
    first: dict[Identity, Learner] = {}
    for learner in learners:
        yield from _days(learner, today)
        yield from _credentials(learner, slugs)
        known = identities(learner.recipient)
        if not known:
            yield NO_IDENTITY.at(
                learner.subject,
                ("name",),
                "a name alone does not tell whose awards these are",
                "give the e-mail address or the DID that the awards were given with",
            )
            continue
        others = [first.setdefault(each, learner) for each in known]
        other = next((each for each in others if each is not learner), None)
        if other is not None:
            yield DUPLICATE_LEARNER.at(
                learner.subject,
                _route(learner),
                f"the same person is the learner of {in_words(other.subject)}",
                "delete one; everybody has one record",
            )
        elif learner.ended is None and not any(record.is_closed for record in records):
            yield from _awards(
                learner, {each.credential for each in records_of(learner, everybody)}
            )


def _learner(fields: LearnerFields, path: str) -> Learner:
    return Learner(
        recipient=Recipient(
            name=fields.name,
            email=fields.email,
            did=fields.did,
            identifiers=tuple(
                RecipientIdentifier(type_, value)
                for type_, value in (fields.identifiers or {}).items()
            ),
            display=fields.display or Display.FULL,
        ),
        consent=fields.consent,
        credentials=tuple(fields.credentials or ()),
        ended=fields.ended,
        subject=path,
    )


def _days(learner: Learner, today: date) -> Iterator[Problem]:
    for name, day in (("consent", learner.consent), ("ended", learner.ended)):
        if day is not None and day > today:
            yield FUTURE_DATE.at(learner.subject, (name,), f"`{name}` has not come yet: {day}")
    if learner.ended is not None and learner.ended < learner.consent:
        detail = f"`ended` on {learner.ended} is before the consent of {learner.consent}"
        yield DATE_ORDER.at(learner.subject, ("ended",), detail)


def _credentials(learner: Learner, slugs: frozenset[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, slug in enumerate(learner.credentials):
        route = ("credentials", index)
        if slug not in slugs:
            detail, hint = f'no credential is called "{slug}"', nearest(slug, sorted(slugs))
            yield UNKNOWN_CREDENTIAL.at(learner.subject, route, detail, hint)
        elif slug in seen:
            yield DUPLICATE_ID.at(
                learner.subject, route, f'"{slug}" is in this list twice', "delete one"
            )
        seen.add(slug)


def _awards(learner: Learner, slugs: set[str]) -> Iterator[Problem]:
    if not slugs:
        yield LEARNER_WITHOUT_AWARDS.at(
            learner.subject,
            _route(learner),
            "no award was given to this person",
            "write it as the awards do; or delete this file, and their record is erased",
        )
    elif not any(map(learner.wants, slugs)):
        yield LEARNER_WITHOUT_AWARDS.at(
            learner.subject,
            ("credentials",),
            "this person has no award of these credentials",
            "name one that they have, or leave out `credentials` to take all",
        )


def _route(learner: Learner) -> tuple[str]:
    recipient = learner.recipient
    if recipient.email is not None:
        return ("email",)
    return ("did",) if recipient.did is not None else ("identifiers",)

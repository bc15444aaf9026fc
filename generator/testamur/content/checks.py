"""What the files say together: each check is one rule about the whole catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from testamur.content import definitions, learners, lives, pathways, translations
from testamur.content.confusable import deceptive_letter
from testamur.content.places import in_words
from testamur.content.rules import (
    CONFUSABLE,
    DUPLICATE_AWARD,
    DUPLICATE_ID,
    DUPLICATE_IDENTITY,
    FUTURE_DATE,
    MISSING_FIELD,
    SEALED_TWICE,
    UNKNOWN_CREDENTIAL,
)
from testamur.content.text import code_point
from testamur.content.tree import CREDENTIAL_FILE, CREDENTIALS, FORGOTTEN, SITE
from testamur.content.values import nearest
from testamur.crypto.boxes import check as file_in
from testamur.model.award import Hiding, Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Review:
    """A catalog, and what else its checks must know."""

    catalog: Catalog
    today: date
    slugs: frozenset[str]
    """Every credential that has a folder, also those whose file could not be read."""
    duplicate_awards: Severity = Severity.WARNING
    issued_under: Callable[[Record], Credential | None] = lambda _: None
    """The definition that an issued award was issued under; None for one that was not issued."""

    def earned(self, record: Record) -> Credential | None:
        """What the award is judged against: a later version of the credential is not its own."""
        issued_under = self.issued_under(record)
        return issued_under or self.catalog.credentials.get(record.credential)


Check = Callable[[Review], Iterator[Problem]]


def credentials_exist(review: Review) -> Iterator[Problem]:
    """An award names a credential that is defined."""
    for record in review.catalog.records:
        if record.credential not in review.slugs:
            detail = f'no credential is called "{record.credential}"'
            hint = nearest(record.credential, sorted(review.slugs))
            yield UNKNOWN_CREDENTIAL.at(record.subject, ("credential",), detail, hint)


def definitions_hold(review: Review) -> Iterator[Problem]:
    """A credential's own parts fit each other, and what it requires exists."""
    for credential in review.catalog.credentials.values():
        yield from definitions.check(credential, _file(credential), review.slugs)
        own = credential.language or review.catalog.site.languages[0]
        yield from translations.check(credential, own)


def requirements_end(review: Review) -> Iterator[Problem]:
    """No credential requires itself, not even by way of others."""
    yield from definitions.cycles(review.catalog.credentials, _file)


def pathways_can_be_walked(review: Review) -> Iterator[Problem]:
    """A pathway's credentials exist, and none leads to itself."""
    for pathway in review.catalog.pathways.values():
        yield from pathways.check(pathway, review.slugs)
    yield from pathways.cycles(review.catalog.pathways, review.catalog.credentials)


def identities_are_unique(review: Review) -> Iterator[Problem]:
    """Every award can be told apart from every other."""
    first: dict[str, Record] = {}
    for record in review.catalog.records:
        other = first.setdefault(record.identity, record)
        if other is record:
            continue
        where = in_words(other.subject)
        if record.identity.startswith("key:"):
            detail = f'the key "{record.identity[4:]}" is also that of {where}'
            yield DUPLICATE_IDENTITY.at(record.subject, ("key",), detail, "give each its own key")
        else:
            detail = f"the same person has the same credential in {where}"
            hint = "delete one, or give both a key"
            yield DUPLICATE_IDENTITY.at(record.subject, ("recipient", "email"), detail, hint)


def awards_are_given_once(review: Review) -> Iterator[Problem]:
    """Nobody is given the same credential twice by mistake."""
    rule = replace(DUPLICATE_AWARD, severity=review.duplicate_awards)
    first: dict[tuple[str, ...], Record] = {}
    for record in review.catalog.records:
        if record.is_closed:
            continue
        other = first.setdefault((record.credential, *_person(record)), record)
        if other is not record and other.identity != record.identity:
            where = in_words(other.subject)
            detail = f"the same person is given the same credential in {where}"
            yield rule.at(record.subject, ("recipient",), detail, "delete one if it is a mistake")


def boxes_stand_once(review: Review) -> Iterator[Problem]:
    """
    No box was copied from another record: whoever is in it may not have asked for this award.

    The bytes are compared, since base64 writes the same ones in several ways.
    """
    first: dict[bytes, Record] = {}
    for record in review.catalog.records:
        if record.hidden is None or record.hidden.how is not Hiding.SEALED:
            continue
        other = first.setdefault(file_in(record.hidden.text), record)
        if other is not record:
            detail = (
                f"the same box stands in {in_words(other.subject)}: both awards go to one person"
            )
            hint = "ask for a box of their own: anybody can copy one without knowing who is in it"
            yield SEALED_TWICE.at(record.subject, ("recipient", "sealed"), detail, hint)


def results_fit(review: Review) -> Iterator[Problem]:
    """A result fits what its credential describes."""
    for record in review.catalog.records:
        credential = review.earned(record)
        if credential is not None and record.results:
            yield from definitions.check_results(record, credential)


def lives_add_up(review: Review) -> Iterator[Problem]:
    """The days of an award and of what became of it are in order and in the past."""
    for record in review.catalog.records:
        yield from lives.check(record, review.earned(record), review.today)


def digests_have_addresses(review: Review) -> Iterator[Problem]:
    """A digest is of what stands at an address."""
    for record in review.catalog.records:
        for index, evidence in enumerate(record.evidence):
            if evidence.sha256 is not None and evidence.url is None:
                detail = "`sha256` is given without the `url` of what it is the digest of"
                yield MISSING_FIELD.at(record.subject, ("evidence", index, "url"), detail)


def titles_are_honest(review: Review) -> Iterator[Problem]:
    """A title that people trust does not mix letters which look alike."""
    site = review.catalog.site
    titles = [
        (SITE, ("title",), site.title),
        (SITE, ("issuer", "name"), site.issuer.name),
        *((_file(item), ("name",), item.name) for item in review.catalog.credentials.values()),
        *(
            (translations.file(item.slug, each.language), ("name",), each.name)
            for item in review.catalog.credentials.values()
            for each in item.translations
        ),
        *(
            (pathways.file(item.slug), ("name",), item.name)
            for item in review.catalog.pathways.values()
        ),
    ]
    for file, route, title in titles:
        letter = deceptive_letter(title)
        if letter is not None:
            detail = f"{code_point(letter)} passes for another letter here"
            yield CONFUSABLE.at(file, route, detail, "type the word anew with one keyboard")


def languages_differ(review: Review) -> Iterator[Problem]:
    """A site speaks each of its languages once."""
    tags = review.catalog.site.languages
    for index, tag in enumerate(tags):
        if tag in tags[:index]:
            detail = f'"{tag}" is in this list twice'
            yield DUPLICATE_ID.at(SITE, ("languages", index), detail, "delete one")


def forgotten_once(review: Review) -> Iterator[Problem]:
    """An award is forgotten once, on a day that has come."""
    seen: set[str] = set()
    for index, item in enumerate(review.catalog.forgotten):
        if item.award in seen:
            detail = f'"{item.award}" is in this list twice'
            yield DUPLICATE_ID.at(FORGOTTEN, (index, "award"), detail, "delete one")
        if item.day > review.today:
            detail = f"`date` has not come yet: {item.day}"
            yield FUTURE_DATE.at(FORGOTTEN, (index, "date"), detail)
        seen.add(item.award)


def learners_have_awards(review: Review) -> Iterator[Problem]:
    """A learner can be told from others, and has something to be recorded."""
    catalog = review.catalog
    yield from learners.check(catalog.learners, catalog.records, review.slugs, review.today)


CHECKS: tuple[Check, ...] = (
    credentials_exist,
    definitions_hold,
    requirements_end,
    pathways_can_be_walked,
    identities_are_unique,
    awards_are_given_once,
    boxes_stand_once,
    results_fit,
    lives_add_up,
    digests_have_addresses,
    titles_are_honest,
    languages_differ,
    forgotten_once,
    learners_have_awards,
)


def _file(credential: Credential) -> str:
    return f"{CREDENTIALS}/{credential.slug}/{CREDENTIAL_FILE}"


def _person(record: Record) -> tuple[str, ...]:
    """Who it is, as far as the record says: a name alone counts only on the same day."""
    recipient = record.recipient
    if recipient.normalised_email is not None:
        return ("email", recipient.normalised_email)
    if recipient.did is not None:
        return ("did", recipient.did)
    return ("name", recipient.name.casefold(), record.awarded.isoformat())

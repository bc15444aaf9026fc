"""Credentials as issued, turned into what their pages show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from markupsafe import Markup

from testamur.model.addresses import credential_folder, pathway_folder, picture_path
from testamur.model.credential import Alignment, Credential, Credits, Kind, ResultDescription
from testamur.model.endorsement import Target
from testamur.model.pathway import Pathway
from testamur.model.site import Site
from testamur.model.translation import nearest, translated
from testamur.pages import drawing, views
from testamur.pages.endorsements import Endorsed
from testamur.pages.entered import Entered, entered
from testamur.pages.issuer import numbers, party
from testamur.pages.language import Language, direction
from testamur.pages.markdown import to_html
from testamur.pages.markup import bdi
from testamur.pages.place import Place
from testamur.pages.ways import Ways
from testamur.register.register import Definition, Register

LICENCES = "https://spdx.org/licenses/"
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
NAMED = ("code", "field_of_study", "specialization")
"""Fields of a credential that are facts as they stand, of where it belongs."""
TOLD = ("level", "effort", "delivery", "audience")
"""The same of what it is like."""

_DURATION = re.compile(r"(\d+)([YMWD])")


class Definitions:
    """The definitions of a register: which is the newest, and how each looks."""

    def __init__(
        self, register: Register, site: Site, language: Language, endorsed: Endorsed
    ) -> None:
        self._all = register.definitions
        self._register = register
        self._endorsed = endorsed
        self._default_language = site.languages[0]
        self._words = language

    def __getitem__(self, key: tuple[str, int]) -> Definition:
        return self._all[key]

    def told(self, written: Credential) -> Credential:
        """The credential in the language of these pages, as far as it was issued in it."""
        return translated(written, nearest(written, self._words.tag))

    @cached_property
    def newest(self) -> Mapping[str, Definition]:
        """By slug, in their order: the highest version."""
        found: dict[str, Definition] = {}
        for slug, version in sorted(self._all):
            found[slug] = self._all[slug, version]
        return found

    def versions(self, slug: str) -> list[int]:
        """Newest first."""
        return sorted((number for each, number in self._all if each == slug), reverse=True)

    def before(self, slug: str, version: int) -> int | None:
        """The version that it replaced, if it replaced one."""
        return max((each for each in self.versions(slug) if each < version), default=None)

    @cached_property
    def news(self) -> tuple[Entered, ...]:
        """Every version of every credential, the newest entry first."""
        return entered(self._register)

    @cached_property
    def entered(self) -> Mapping[tuple[str, int], Entered]:
        """By slug and version, when the register took it in."""
        return {
            (each.definition.credential.slug, each.definition.credential.version): each
            for each in self.news
        }

    @cached_property
    def ways(self) -> Ways:
        """What leads where."""
        return Ways(self._register, self.newest)

    def card(self, definition: Definition, place: Place) -> views.Card:
        credential = self.told(definition.credential)
        return views.Card(
            name=credential.name,
            description=credential.description,
            href=place.page(credential_folder(credential.slug)),
            plate=self.plate(definition, place),
            kind=self._words[f"kind.{credential.kind}"],
            assessed=credential.kind is Kind.ASSESSED,
            own=self.own(credential),
        )

    def view(self, definition: Definition, place: Place) -> views.Credential:
        """The credential as seen from a page at `place`."""
        credential, words = self.told(definition.credential), self._words
        return views.Credential(
            name=credential.name,
            description=credential.description,
            own=self.own(credential),
            plate=self.plate(definition, place),
            kind=words[f"kind.{credential.kind}"],
            assessed=credential.kind is Kind.ASSESSED,
            kind_means=words[f"kind.{credential.kind}-means"],
            facts=tuple(self.facts(credential)),
            competency=credential.competency,
            criteria=to_html(credential.criteria),
            assessment=tuple(self.assessment(credential)),
            skills=tuple(self._skill(skill) for skill in credential.skills),
            requires=tuple(self._way(each, place) for each in self.ways.requires(credential)),
            leads_to=tuple(self._way(each, place) for each in self.ways.leads_to(credential.slug)),
            part_of=tuple(_pathway(each, place) for each in self.ways.part_of(credential.slug)),
            reached_by=tuple(
                _pathway(each, place) for each in self.ways.reached_by(credential.slug)
            ),
            co_developers=tuple(
                views.Link(each.name, _web(each.url), each.role)
                for each in credential.co_developers
            ),
            licence=_licence(credential.licence),
            tags=credential.tags,
            endorsements=self._endorsed.about(_as_target(credential), place),
        )

    def endorsements(self, credential: Credential) -> str | None:
        """The digest of what others say in favour of this version; None where nobody does."""
        return self._endorsed.digest(_as_target(credential))

    def plate(self, definition: Definition, place: Place) -> views.Plate:
        credential, picture = definition.credential, definition.picture
        extension = picture.extension if picture else drawing.ON_PAGES
        return views.Plate(place.file(picture_path(credential.slug, credential.version, extension)))

    def rubrics(self, credential: Credential) -> tuple[views.Rubric, ...]:
        """What may be said about how well it was earned."""
        return tuple(
            views.Rubric(
                result.name,
                levels(result),
                # A result that is only a state has no scale: its type says what it is.
                self.scale(result)
                or (None if result.levels else Markup.escape(_spaced(result.type))),
                skills=tuple(self._skill(skill) for skill in result.skills),
            )
            for result in credential.results
        )

    def scale(self, result: ResultDescription) -> Markup | None:
        """The values that a result may have, and the one that is needed."""
        words, parts = self._words, []
        if result.value_min is not None and result.value_max is not None:
            parts.append(
                words.phrase("result.from-to", low=result.value_min, high=result.value_max)
            )
        if result.allowed_values:
            parts.append(words.phrase("result.one-of", values=", ".join(result.allowed_values)))
        if result.required_value is not None:
            parts.append(words.phrase("result.needed", value=result.required_value))
        return Markup(" ").join(parts) or None

    def type_name(self, achievement_type: str) -> str:
        """An achievement type as people say it; one of the issuer's own as it is written."""
        return self._words.get(f"type.{achievement_type}") or _spaced(achievement_type)

    def language_of(self, written: Credential | Pathway) -> str:
        return written.language or self._default_language

    def own(self, written: Credential | Pathway) -> Markup:
        """Attributes for what its author wrote."""
        return in_language(self.language_of(written), self._words.tag)

    def facts(self, credential: Credential) -> Iterator[views.Fact]:
        """What it is, in single values."""
        words = self._words
        yield views.Fact(
            words["credential.type"], Markup.escape(self.type_name(credential.achievement_type))
        )
        for name in NAMED:
            value = getattr(credential, name)
            if value:
                yield views.Fact(words[f"credential.{name}"], self.said(value, credential))
        if credential.creator:
            creator = credential.creator
            yield views.Fact(words["credential.creator"], party(creator.name, creator.url))
        if credential.credits:
            yield views.Fact(words["credential.credits"], self.credits(credential.credits))
        for name in TOLD:
            value = getattr(credential, name)
            if value:
                yield views.Fact(words[f"credential.{name}"], self.said(value, credential))
        if credential.valid_for:
            yield views.Fact(words["credential.valid-for"], self._duration(credential.valid_for))
        if credential.offered_from:
            yield views.Fact(
                words["credential.offered-from"],
                Markup.escape(words.date(credential.offered_from)),
            )
        yield from numbers(credential.identifiers)
        tag = self.language_of(credential)
        if tag != words.tag:
            yield views.Fact(
                words["credential.language"],
                Markup.escape(words.name_of(tag)),
            )

    def credits(self, credits_: Credits) -> Markup:
        value = self._words.number(credits_.value)
        return self._words.phrase("credential.credits-of", value=value, scheme=bdi(credits_.scheme))

    def assessment(self, credential: Credential) -> Iterator[views.Fact]:
        """How it is assessed; nothing where nobody does."""
        assessment, words = credential.assessment, self._words
        if assessment is None:
            return
        for label, said in (
            (words["assessment.method"], assessment.method),
            (words["assessment.assessor"], assessment.assessor),
            (words["assessment.pass-rule"], assessment.pass_rule),
        ):
            yield views.Fact(label, self.said(said, credential))
        if assessment.supervised is not None:
            answer = "yes" if assessment.supervised else "no"
            yield views.Fact(
                words["assessment.supervised"],
                Markup.escape(words[f"assessment.supervised-{answer}"]),
            )

    def _skill(self, skill: Alignment) -> views.Skill:
        framework = " · ".join(part for part in (skill.framework, skill.code) if part)
        return views.Skill(skill.name, _web(skill.url), framework or None, skill.description)

    def said(self, value: str, credential: Credential) -> Markup:
        """Some words of its author, in the author's language."""
        return Markup("<bdi{}>{}</bdi>").format(self.own(credential), value)

    def _way(self, credential: Credential, place: Place) -> views.Link:
        name = self.told(credential).name
        return views.Link(name, place.page(credential_folder(credential.slug)))

    def _duration(self, duration: str) -> Markup:
        parts = (
            self._words.duration(int(number), _UNITS[unit])
            for number, unit in _DURATION.findall(duration)
        )
        return Markup.escape(" ".join(parts))


def in_language(tag: str, surroundings: str) -> Markup:
    """The attributes of an element in another language than what surrounds it; else none."""
    if tag == surroundings:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(tag, direction(tag))


def levels(result: ResultDescription, reached: str | None = None) -> tuple[views.Level, ...]:
    """The levels of a rubric, with the one that was reached, if any."""
    return tuple(
        views.Level(
            level.name,
            level.description,
            level.points,
            level.level,
            required=level.id == result.required_level,
            reached=level.id == reached,
        )
        for level in result.levels
    )


def _as_target(credential: Credential) -> Target:
    return Target(credential=(credential.slug, credential.version))


def _pathway(pathway: Pathway, place: Place) -> views.Link:
    return views.Link(pathway.name, place.page(pathway_folder(pathway.slug)))


def _web(url: str | None) -> str | None:
    return url if url and url.startswith("https://") else None


def _licence(licence: str | None) -> views.Link | None:
    if licence is None:
        return None
    if licence.startswith("https://"):
        return views.Link(licence, licence)
    return views.Link(licence, f"{LICENCES}{licence}.html")


def _spaced(achievement_type: str) -> str:
    """`CertificateOfCompletion` and `ext:Licence` as people write them."""
    name = achievement_type.removeprefix("ext:")
    return "".join(
        f" {letter.lower()}" if letter.isupper() and index and name[index - 1].islower() else letter
        for index, letter in enumerate(name)
    )

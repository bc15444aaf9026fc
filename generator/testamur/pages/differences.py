"""
What changed between two versions of a credential, as its page tells it.

Prose is compared word by word, everything else field by field. What was taken out and what was
put in is told by the elements `del` and `ins`, by a line through or under the words, and by a
word for those who hear the page; never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from markupsafe import Markup, escape

from testamur.model.credential import Assessment, Credential
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.language import Language
from testamur.pages.markdown import to_html
from testamur.pages.markup import bdi, changed
from testamur.pages.paragraphs import plain_paragraphs
from testamur.pages.wordwise import Change, Paragraph, changed_paragraphs, gap
from testamur.register.register import Definition

_ASSESSED_BY = ("method", "assessor", "pass_rule")


class Differences:
    def __init__(self, definitions: Definitions, language: Language) -> None:
        self._definitions = definitions
        self._words = language

    def between(self, before: Definition, after: Definition) -> tuple[views.Difference, ...]:
        """Field by field, in the order in which the page shows them; never none."""
        found = tuple(self._found(before, after))
        return found or (self._told("credential.machine", "changed.machine"),)

    def _found(self, before: Definition, after: Definition) -> Iterator[views.Difference]:
        old, new = self._comparable(before.credential, after.credential)
        words, own = self._words, self._definitions.own(new)
        for label, was, now in self._prose(old, new):
            lines = tuple(map(self._line, changed_paragraphs(was, now)))
            if lines:
                yield views.Difference(words[label], lines, own)
        if to_html(old.criteria) != to_html(new.criteria) and _criteria(old) == _criteria(new):
            yield self._told("credential.criteria", "changed.layout")
        yield from self._facts(self._plain(old), self._plain(new))
        for label, listed_before, listed_after in self._lists(old, new):
            lines = tuple(self._items(listed_before, listed_after))
            if lines:
                yield views.Difference(words[label], lines, own)
        pictures = [each.picture.digest if each.picture else None for each in (before, after)]
        if pictures[0] != pictures[1] or old.colour != new.colour:
            yield self._told("changed.badge", "changed.picture")

    def _comparable(self, old: Credential, new: Credential) -> tuple[Credential, Credential]:
        """Both in the language of the page, or both in their own: never one text in two."""
        told = self._definitions.told(old), self._definitions.told(new)
        languages = {self._definitions.language_of(each) for each in told}
        return told if len(languages) == 1 else (old, new)

    def _prose(
        self, old: Credential, new: Credential
    ) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
        yield "changed.name", [old.name], [new.name]
        yield "changed.description", [old.description], [new.description]
        yield "credential.competency", _text(old.competency), _text(new.competency)
        yield "credential.criteria", _criteria(old), _criteria(new)
        for name in _ASSESSED_BY:
            label = f"assessment.{name.replace('_', '-')}"
            yield label, _said(old.assessment, name), _said(new.assessment, name)

    def _plain(self, credential: Credential) -> list[views.Fact]:
        """What is a value and not prose."""
        words = self._words
        kind = views.Fact(words["credential.assessment"], escape(words[f"kind.{credential.kind}"]))
        prose = {words[f"assessment.{name.replace('_', '-')}"] for name in _ASSESSED_BY}
        supervised = [
            fact for fact in self._definitions.assessment(credential) if fact.label not in prose
        ]
        return [kind, *supervised, *self._definitions.facts(credential)]

    def _facts(
        self, old: Sequence[views.Fact], new: Sequence[views.Fact]
    ) -> Iterator[views.Difference]:
        labels = dict.fromkeys(fact.label for fact in (*new, *old))
        for label in labels:
            pairs = zip_longest(_values(old, label), _values(new, label))
            lines = tuple(self._replaced(was, now) for was, now in pairs if was != now)
            if lines:
                yield views.Difference(label, lines, Markup(""))

    def _lists(
        self, old: Credential, new: Credential
    ) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
        yield "credential.skills", self._skills(old), self._skills(new)
        yield "credential.results", self._results(old), self._results(new)
        yield "credential.requires", self._required(old), self._required(new)
        yield "credential.developers", _developers(old), _developers(new)
        yield "credential.tags", old.tags, new.tags
        yield "credential.licence", _text(old.licence), _text(new.licence)
        yield "credential.translations", self._translations(old), self._translations(new)

    def _items(self, old: Sequence[str], new: Sequence[str]) -> Iterator[Markup]:
        for item in old:
            if item not in new:
                yield self._mark(Change.REMOVED, bdi(item))
        for item in new:
            if item not in old:
                yield self._mark(Change.ADDED, bdi(item))

    def _skills(self, credential: Credential) -> list[str]:
        parts = (
            (each.name, each.framework, each.code, each.description, each.url)
            for each in credential.skills
        )
        return [_joined(each) for each in parts]

    def _results(self, credential: Credential) -> list[str]:
        words, found = self._words, []
        for rubric, result in zip(
            self._definitions.rubrics(credential), credential.results, strict=True
        ):
            skills = ", ".join(each.name for each in result.skills)
            scale = rubric.scale.striptags() if rubric.scale else None
            found.append(_joined((rubric.name, scale, skills)))
            for level in rubric.levels:
                needed = words["result.required"] if level.required else None
                name = f"{rubric.name}: {level.name}"
                found.append(_joined((name, level.description, level.place, level.points, needed)))
        return found

    def _translations(self, credential: Credential) -> list[str]:
        return [self._words.name_of(each.language) for each in credential.translations]

    def _required(self, credential: Credential) -> list[str]:
        """By name; what was never issued has none but its slug."""
        newest = self._definitions.newest
        return [
            self._definitions.told(newest[slug].credential).name if slug in newest else slug
            for slug in credential.requires
        ]

    def _replaced(self, was: Markup | None, now: Markup | None) -> Markup:
        parts = []
        if was is not None:
            parts.append(self._mark(Change.REMOVED, was))
        if now is not None:
            parts.append(self._mark(Change.ADDED, now))
        return Markup(" ").join(parts)

    def _line(self, paragraph: Paragraph) -> Markup:
        line, end = Markup(""), ""
        for run in paragraph:
            said = escape(run.text)
            if end:
                line += gap(end, run.text)
            line += said if run.change is Change.KEPT else self._mark(run.change, said)
            end = run.text
        return line

    def _mark(self, change: Change, what: Markup | str) -> Markup:
        if change is Change.REMOVED:
            return changed("del", self._words["changed.removed"], what)
        return changed("ins", self._words["changed.added"], what)

    def _told(self, label: str, said: str) -> views.Difference:
        words = self._words
        return views.Difference(words[label], (Markup.escape(words[said]),), Markup(""))


def _criteria(credential: Credential) -> tuple[str, ...]:
    return plain_paragraphs(to_html(credential.criteria))


def _said(assessment: Assessment | None, name: str) -> list[str]:
    return [getattr(assessment, name)] if assessment else []


def _developers(credential: Credential) -> list[str]:
    return [_joined((each.name, each.role, each.url)) for each in credential.co_developers]


def _values(facts: Iterable[views.Fact], label: str) -> list[Markup]:
    return [fact.value for fact in facts if fact.label == label]


def _text(text: str | None) -> list[str]:
    return [text] if text else []


def _joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)

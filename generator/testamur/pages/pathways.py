"""Pathways as issued, turned into what their pages show."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from testamur.model.addresses import pathway_folder, pathway_path
from testamur.model.credential import Credential
from testamur.model.pathway import Group, Pathway
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.language import Language
from testamur.pages.markup import bdi
from testamur.pages.place import Place
from testamur.pages.sums import Total, credits_of, effort_of, total

_PAIR = 2
"""Two are not "all 2"."""


class Pathways:
    """Each pathway as its own page and as the home page show it."""

    def __init__(self, definitions: Definitions, language: Language) -> None:
        self._definitions = definitions
        self._words = language

    def cards(self, place: Place) -> tuple[views.PathwayCard, ...]:
        """Every pathway, in the order of slugs."""
        return tuple(
            views.PathwayCard(
                name=pathway.name,
                description=pathway.description,
                href=place.page(pathway_folder(pathway.slug)),
                own=self._definitions.own(pathway),
            )
            for pathway in self._definitions.ways.pathways.values()
        )

    def page(self, slug: str, place: Place) -> views.PathwayPage:
        """Raises KeyError for a pathway that was never issued."""
        pathway = self._definitions.ways.pathways[slug]
        return views.PathwayPage(
            name=pathway.name,
            description=pathway.description,
            own=self._definitions.own(pathway),
            steps=self._group(pathway.steps, pathway, place),
            sums=tuple(self._sums(pathway)),
            leads_to=self._card(pathway.leads_to, place) if pathway.leads_to else None,
            has_order=_has_order(pathway.steps),
            machine=place.file(pathway_path(slug)),
        )

    def _group(self, group: Group, pathway: Pathway, place: Place) -> views.StepGroup:
        steps = tuple(
            views.Step(None, self._group(step, pathway, place))
            if isinstance(step, Group)
            else views.Step(self._card(step, place), None, tuple(self._told(step)))
            for step in group.of
        )
        return views.StepGroup(
            name=group.name,
            rule=self._rule(group),
            in_order=group.in_order,
            steps=steps,
            own=self._definitions.own(pathway),
        )

    def _told(self, slug: str) -> Iterator[Markup]:
        credential = self._newest(slug)
        if credential.effort:
            yield self._definitions.said(credential.effort, credential)
        if credential.credits:
            yield self._definitions.credits(credential.credits)

    def _sums(self, pathway: Pathway) -> Iterator[views.Fact]:
        """The awards that it takes; effort and credits where every step says them."""
        words, steps = self._words, pathway.steps
        credentials = {slug: self._newest(slug) for slug in pathway.credentials}
        fewest = words.number(steps.fewest)
        yield views.Fact(words["pathway.awards"], Markup.escape(fewest))
        for key, amount in (("credential.effort", effort_of), ("credential.credits", credits_of)):
            found = total(steps, {slug: amount(each) for slug, each in credentials.items()})
            if found:
                yield views.Fact(words[key], self._total(found))

    def _total(self, found: Total) -> Markup:
        words, unit = self._words, bdi(found.unit)
        least, most = words.number(found.least), words.number(found.most)
        if found.least == found.most:
            return words.phrase("pathway.sum", number=least, unit=unit)
        return words.phrase("pathway.sum-choice", least=least, most=most, unit=unit)

    def _newest(self, slug: str) -> Credential:
        return self._definitions.told(self._definitions.newest[slug].credential)

    def _rule(self, group: Group) -> Markup:
        """How many of how many, and whether in order, in words."""
        needed, total = group.count, len(group.of)
        if total == 1:
            key = "pathway.only"
        elif total == needed == _PAIR:
            key = "pathway.both-in-order" if group.in_order else "pathway.both"
        elif total == needed:
            key = "pathway.in-order" if group.in_order else "pathway.all"
        else:
            key = "pathway.any-one" if needed == 1 else "pathway.any"
        numbers = {"needed": self._words.number(needed), "total": self._words.number(total)}
        return self._words.phrase(key, **numbers)

    def _card(self, slug: str, place: Place) -> views.Card:
        return self._definitions.card(self._definitions.newest[slug], place)


def _has_order(group: Group) -> bool:
    return group.in_order or any(isinstance(each, Group) and _has_order(each) for each in group.of)

"""
What an issuer says of a credential, put beside the four parts of a micro-credential.

The definition is UNESCO's ("Towards a common definition of micro-credentials", 2022): a record of
focused learning achievement that verifies what the learner knows, understands or can do; assessed
against clearly defined standards and awarded by a trusted provider; worth something alone, and
able to contribute to others; under quality assurance. Nothing here judges: a part is stated where
a field of the credential, or somebody's endorsement, stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from testamur.model.credential import Credential
from testamur.model.endorsement import ISSUER, Target
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.endorsements import Endorsed
from testamur.pages.language import Language
from testamur.pages.markup import bdi, link
from testamur.pages.place import Place


class Parts:
    def __init__(self, definitions: Definitions, endorsed: Endorsed, language: Language) -> None:
        self._definitions = definitions
        self._endorsed = endorsed
        self._words = language

    def of(
        self, credential: Credential, shown: views.Credential, place: Place
    ) -> Iterator[views.Part]:
        """The four, each with what stands for it; `shown` is the same as its page shows it."""
        parts = (
            ("micro.achievement", self._achievement(credential)),
            ("micro.assessment", self._assessment(credential)),
            ("micro.value", self._value(credential, shown)),
            ("micro.quality", self._quality(credential, place)),
        )
        for key, said in parts:
            yield views.Part(self._words[key], tuple(said), shown.own)

    def _achievement(self, credential: Credential) -> Iterator[Markup]:
        if credential.competency:
            yield bdi(credential.competency)

    def _assessment(self, credential: Credential) -> Iterator[Markup]:
        words, assessment = self._words, credential.assessment
        if assessment:
            yield self._fact(words["assessment.assessor"], bdi(assessment.assessor))
            yield self._fact(words["assessment.pass-rule"], bdi(assessment.pass_rule))

    def _value(self, credential: Credential, shown: views.Credential) -> Iterator[Markup]:
        words = self._words
        if credential.credits:
            yield self._fact(
                words["credential.credits"], self._definitions.credits(credential.credits)
            )
        relations = (
            ("credential.requires", shown.requires),
            ("credential.leads-to", shown.leads_to),
            ("credential.part-of", shown.part_of),
            ("credential.reached-by", shown.reached_by),
        )
        for key, links in relations:
            if links:
                names = (link(each.href or "", bdi(each.text)) for each in links)
                yield self._fact(words[key], Markup(" · ").join(names))

    def _quality(self, credential: Credential, place: Place) -> Iterator[Markup]:
        about = Target(credential=(credential.slug, credential.version))
        for key, target in (("micro.endorses-this", about), ("micro.endorses-issuer", ISSUER)):
            for name in self._endorsed.standing(target, place):
                yield self._words.phrase(key, name=name)

    def _fact(self, label: str, value: Markup) -> Markup:
        return self._words.phrase("micro.fact", label=label, value=value)

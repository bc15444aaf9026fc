"""The page of one version of a credential: what it takes, and how that changed."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.model.addresses import achievement_path, credential_folder, version_folder
from testamur.model.translation import nearest
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.differences import Differences
from testamur.pages.endorsements import Endorsed
from testamur.pages.language import Language
from testamur.pages.markup import link
from testamur.pages.microcredential import Parts
from testamur.pages.place import Place


class CredentialPages:
    def __init__(
        self,
        language: Language,
        definitions: Definitions,
        endorsed: Endorsed,
    ) -> None:
        self._words = language
        self._definitions = definitions
        self._differences = Differences(definitions, language)
        self._parts = Parts(definitions, endorsed, language)

    def page(self, slug: str, version: int, place: Place) -> views.CredentialPage:
        """Raises KeyError for what was never issued."""
        definition, words = self._definitions[slug, version], self._words
        credential = self._definitions.told(definition.credential)
        newest = self._definitions.newest[slug].credential.version
        earlier = self._definitions.before(slug, version)
        shown = self._definitions.view(definition, place)
        return views.CredentialPage(
            credential=shown,
            rubrics=self._definitions.rubrics(credential),
            version=words.phrase("credential.version", version=str(version)),
            newest=None
            if version == newest
            else words.phrase(
                "credential.older",
                newest=link(place.page(credential_folder(slug)), words["credential.newest"]),
            ),
            parts=tuple(self._parts.of(credential, shown, place)),
            versions=tuple(self._versions(slug, version, place)),
            since=words.phrase("changed.since", version=str(earlier)) if earlier else None,
            differences=self._differences.between(self._definitions[slug, earlier], definition)
            if earlier
            else (),
            machine=place.file(
                achievement_path(slug, version, nearest(definition.credential, words.tag))
            ),
        )

    def _versions(self, slug: str, shown: int, place: Place) -> Iterator[views.Version]:
        versions, words = self._definitions.versions(slug), self._words
        if len(versions) == 1:
            return
        for number in versions:
            days = self._definitions.entered.get((slug, number))
            yield views.Version(
                label=words.phrase("credential.version", version=str(number)),
                entered=words.phrase("credential.entered", date=words.date(days.last))
                if days
                else None,
                href=None if number == shown else place.page(version_folder(slug, number)),
            )

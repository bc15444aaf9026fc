"""Pages that are one sentence: nothing here, or no longer."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from testamur.model.addresses import HOW_TO_CHECK_FOLDER, VERIFY_FOLDER
from testamur.pages import views
from testamur.pages.language import Language
from testamur.pages.markup import link
from testamur.pages.place import Place
from testamur.register.documents import Erased


class Notices:
    """`languages` are all of the site's, in the order of its settings."""

    def __init__(self, language: Language, languages: Sequence[Language]) -> None:
        self._words = language
        self._languages = languages

    def erased(self, versions: Sequence[Erased], place: Place) -> views.Notice:
        """Of a forgotten award, version by version: a corrected one had more entries than one."""
        words = self._words
        first, *others = (self._erased(each, place) for each in versions)
        return views.Notice(
            heading=words["forgotten.heading"],
            state="revoked",
            word=words["forgotten.word"],
            sentence=first,
            more=(*others, Markup.escape(words["forgotten.copies"])),
        )

    def nothing(self, heading: str, sentence: str, place: Place) -> views.Notice:
        """One sentence, and the way to the start."""
        home = link(place.page(""), self._words["not-found.home"])
        return views.Notice(heading, Markup.escape(sentence), (home,))

    def not_found(self, place: Place) -> views.Notice:
        """With a way to the start in every language: an address says little about its reader."""
        words = self._words
        others = (each for each in self._languages if each is not words)
        return views.Notice(
            heading=words["not-found.heading"],
            sentence=Markup.escape(words["not-found.sentence"]),
            more=(
                Markup.escape(words["not-found.letters"]),
                link(place.page(HOW_TO_CHECK_FOLDER), words["nav.how-to-check"]),
                link(place.page(VERIFY_FOLDER), words["nav.verify"]),
                link(place.page(""), words["not-found.home"]),
                *(_start(each, place) for each in others),
            ),
        )

    def _erased(self, erased: Erased, place: Place) -> Markup:
        words = self._words
        return words.phrase(
            "forgotten.sentence",
            number=words.number(erased.entry + 1),
            record=link(place.page("register/"), words["award.permanent-record"]),
            date=words.date(erased.day),
        )


def _start(language: Language, place: Place) -> Markup:
    return Markup('<a href="{}" lang="{}" dir="{}" hreflang="{}">{}</a>').format(
        place.file(language.folder),
        language.tag,
        language.direction,
        language.tag,
        language["not-found.home"],
    )

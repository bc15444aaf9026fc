"""Titles that mix letters of scripts which look alike (after Unicode UTS 39, but much smaller)."""

from __future__ import annotations

import re
import unicodedata

# Letters of Cyrillic and Greek that are drawn like a Latin one. Those with a tail (as in the
# Russian word for "course") are left out: too many honest words are made of them.
_LATIN_LOOKALIKES = frozenset("АВЕЅІЈКМНОРСТХҮԌԚԜаеѕіјорсхүһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικ")
_WORD = re.compile(r"[^\W\d_]+")
# Letters drawn for mathematics, and those of double width, stand for plain Latin ones.
_COSTUMES = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a]")


def deceptive_letter(text: str) -> str | None:
    """
    The first letter that passes for another one, or None.

    Words of one script pass, also side by side (a Russian title that names Python). What does not: two scripts in
    one word, and a word made only of look-alikes in a text that is Latin otherwise.
    """
    costume = _COSTUMES.search(text)
    if costume:
        return costume.group()
    words = [match.group() for match in _WORD.finditer(text)]
    for word in words:
        letter = _stranger(word)
        if letter is not None:
            return letter
    others = [word for word in words if _script(word[0]) in {"CYRILLIC", "GREEK"}]
    has_latin = any(_script(word[0]) == "LATIN" for word in words)
    if has_latin and others and all(_LATIN_LOOKALIKES.issuperset(word) for word in others):
        return others[0][0]
    return None


def _stranger(word: str) -> str | None:
    """The first Cyrillic or Greek letter of a word that has Latin ones too."""
    scripts = [(letter, _script(letter)) for letter in word]
    if "LATIN" not in {script for _, script in scripts}:
        return None
    return next((letter for letter, script in scripts if script in {"CYRILLIC", "GREEK"}), None)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]

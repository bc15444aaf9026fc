"""
What pages run in the reader's browser: our own modules, and the words that they say.

The modules are built from `browser/` and stand built in `scripts/` beside this file, so that
nobody needs a JavaScript tool to make a site.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

from testamur.pages.assets import FOLDER, hashed
from testamur.pages.language import Language

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "award": (
        *("browser", "reason", "verdict"),
        *("award.holder", "award.how-to-check", "check.why"),
    ),
    "catalogue": ("catalogue",),
    "earner": ("earner",),
    "missing": ("missing",),
    "anything": ("anything",),
}
"""By entry, the sections and single keys of `strings/<tag>.toml` that it speaks from."""


@dataclass(frozen=True, slots=True)
class Script:
    """A module that a page loads; both are paths relative to the site's root."""

    module: str
    words: str
    """A JSON object: sentences by dotted key, in one language."""


class Scripts:
    """The modules of a site in some languages."""

    def __init__(self, languages: Iterable[Language]) -> None:
        built = _built()
        entries: dict[str, str] = json.loads(built["manifest.json"])
        modules = {f"{FOLDER}/{name}": data for name, data in built.items() if name.endswith(".js")}
        self._scripts: dict[tuple[str, str], Script] = {}
        self.files: dict[str, bytes] = modules
        """By path relative to the site's root."""
        for language in languages:
            for entry, sections in SECTIONS.items():
                said = orjson.dumps(_words(language, sections))
                words = hashed(f"{entry}.{language.tag}.json", said)
                self.files[words] = said
                module = f"{FOLDER}/{entries[entry]}"
                self._scripts[entry, language.tag] = Script(module, words)

    def of(self, language: Language) -> Mapping[str, Script]:
        """The modules that a page in that language may load, by entry."""
        return {entry: self._scripts[entry, language.tag] for entry in SECTIONS}


def _words(language: Language, sections: tuple[str, ...]) -> dict[str, str]:
    return {
        key: text
        for key, text in sorted(language.words.items())
        if key in sections or key.partition(".")[0] in sections
    }


@cache
def _built() -> Mapping[str, bytes]:
    folder = files("testamur.pages") / "scripts"
    found = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
    return dict(sorted(found.items()))

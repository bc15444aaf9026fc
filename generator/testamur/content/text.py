"""
Which characters text may hold: none that deceive a reader or that canonicalisers disagree on.

Names of people in every script pass. What cannot be seen, or turns the direction of what is seen,
does not: a signed credential must read the same to everybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from testamur.content.refused import Refused
from testamur.content.rules import (
    CONTROL_CHARACTER,
    HIDDEN_CHARACTER,
    LINE_BREAK,
    STACKED_MARKS,
)

MARKS_MAX = 6
"""Vietnamese stacks two, Hebrew with cantillation and Thai three or four."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_OR_TAB = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\ufdd0-\ufdef"
    # Two code points at the end of every plane will never be characters.
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_JOINER = re.compile("[\u180e\u200c\u200d]")
_HIDDEN = re.compile(
    "|".join(p.pattern for p in (_CONTROL, _INVISIBLE, _DIRECTION, _JOINER)), re.DOTALL
)
_SEPARATOR = re.compile("[\u2028\u2029]")
_LINE_BREAK = re.compile("[\n\u2028\u2029]")

# Scripts whose spelling needs joiners: Arabic, Syriac, N'Ko, Mandaic, the scripts of India, Sinhala,
# Tibetan, Myanmar, Khmer, Mongolian and their extensions.
_JOINING_SCRIPTS = (
    (0x0600, 0x08FF),
    (0x0900, 0x0DFF),
    (0x0F00, 0x109F),
    (0x1780, 0x18AF),
    (0x1B00, 0x1BFF),
    (0xA800, 0xAAFF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x11000, 0x11FFF),
)
_VIRAMA_CLASS = 9
_VARIATION_SELECTOR = "\ufe0f"
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A character that may not stand where it stands."""

    index: int
    character: str

    @property
    def is_control(self) -> bool:
        return _CONTROL_OR_TAB.match(self.character) is not None

    @property
    def phrase(self) -> str:
        if self.is_control:
            return f"holds the control character {code_point(self.character)}"
        if _SEPARATOR.match(self.character):
            return f"holds {code_point(self.character)}, which ends a line for some programs only"
        if _DIRECTION.match(self.character):
            return f"holds {code_point(self.character)}, which turns the direction of the text"
        return f"holds {code_point(self.character)}, which nobody can see"


def code_point(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`; control characters have no name."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def hidden(text: str) -> Iterator[Hidden]:
    """Every character that may not stand in a file at all; TAB and LF may."""
    if text.isascii() and not _CONTROL.search(text):
        return
    for match in _HIDDEN.finditer(text):
        character, index = match.group(), match.start()
        if not (_JOINER.match(character) and _joins(text, index)):
            yield Hidden(index, character)


def separators(text: str) -> Iterator[Hidden]:
    """
    Every line or paragraph separator of Unicode's.

    YAML ends a line there and editors do not: what follows on "the same line" of a comment would
    be read. In a value, written as an escape, they are harmless.
    """
    for match in _SEPARATOR.finditer(text):
        yield Hidden(match.start(), match.group())


def clean(text: str) -> str:
    """
    The value in Unicode's composed form (NFC), with CR LF as LF.

    Raises Refused for hidden and control characters, TAB among them, and for stacked marks.
    """
    text = text.replace("\r\n", "\n")
    if "\t" in text:
        raise Refused(CONTROL_CHARACTER, "holds a TAB", "write spaces instead")
    if text.isascii() and not _CONTROL.search(text):
        return text
    text = unicodedata.normalize("NFC", text)
    for found in hidden(text):
        rule = CONTROL_CHARACTER if found.is_control else HIDDEN_CHARACTER
        raise Refused(rule, found.phrase, "delete it, and type the text anew if it was pasted")
    _refuse_stacked_marks(text)
    return text


def one_line(text: str) -> str:
    """Clean text without spaces around it. Raises Refused as `clean`, and for a line break."""
    text = clean(text).strip()
    if _LINE_BREAK.search(text):
        raise Refused(LINE_BREAK, "has more than one line", "write it on one line")
    return text


def _refuse_stacked_marks(text: str) -> None:
    run = 0
    for character in text:
        is_mark = unicodedata.category(character) in {"Mn", "Me"}
        is_selector = "\ufe00" <= character <= "\ufe0f"
        run = run + 1 if is_mark and not is_selector else 0
        if run > MARKS_MAX:
            raise Refused(
                STACKED_MARKS,
                f"has more than {MARKS_MAX} marks on one letter",
                "delete the marks that belong to no letter",
            )


def _joins(text: str, index: int) -> bool:
    """Whether a joiner stands where its script, or an emoji, needs one."""
    before = text[index - 1] if index else ""
    after = text[index + 1 : index + 2]
    if not before:
        return False
    if _in_joining_script(before):
        # A letter behind a virama may be shown in its half form at the end of a word.
        ends_in_virama = unicodedata.combining(before) == _VIRAMA_CLASS
        return ends_in_virama or (after != "" and _in_joining_script(after))
    return _is_emoji(before) and after != "" and unicodedata.category(after) == "So"


def _in_joining_script(character: str) -> bool:
    number = ord(character)
    in_range = any(first <= number <= last for first, last in _JOINING_SCRIPTS)
    return in_range and unicodedata.category(character)[0] in "LM"


def _is_emoji(character: str) -> bool:
    return (
        character == _VARIATION_SELECTOR
        or _SKIN_TONES[0] <= character <= _SKIN_TONES[1]
        or unicodedata.category(character) == "So"
    )

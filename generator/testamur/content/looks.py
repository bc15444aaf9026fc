"""Single values that say how a site looks."""

from __future__ import annotations

import re

from testamur.content.refused import Refused, shown
from testamur.content.rules import COLOUR
from testamur.content.values import line

_HEX = re.compile(r"#?([0-9a-f]{6})", re.ASCII)


def colour(text: str) -> str:
    """
    Red, green and blue as six hex digits, in small letters behind a number sign.

    The sign may be left out: in YAML it would begin a comment where nobody quotes it.
    """
    found = _HEX.fullmatch(line(text).lower())
    if not found:
        raise Refused(
            COLOUR, f"is not a colour: {shown(text)}", 'write six hex digits, such as "#5b2a5e"'
        )
    return f"#{found[1]}"

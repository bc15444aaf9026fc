"""
Text of others inside GitHub's Markdown: seen as it is written, and doing nothing.

It neither formats nor links nor embeds, mentions nobody, and refers to no issue. GitHub looks for
mentions and references in the finished text, where an escape no longer shows: there an invisible
space stands behind the sign.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from testamur.cli.report import escaped

_LONGEST = 500
# Inside a sentence; what begins a line of its own is ours.
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$:/@#^{}.]")
_ACTS = re.compile(r"[@#]|(?i:\bgh-)(?=\d)|:(?=\w)|(?<=\w)[.](?=\w)")
_GAP = "\u200b"
_OWN_SPACE = "&#8203;"


def prose(text: str) -> str:
    """A sentence with something of others in it."""
    shown = _ACTS.sub(lambda match: f"{match[0]}{_GAP}", escaped(_short(text)))
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", shown).replace(_GAP, _OWN_SPACE)


def code(text: str) -> str:
    """A name or a path in fixed letters; inside it, GitHub looks for nothing."""
    shown = escaped(_short(text)).replace("`", "<U+0060>").replace("|", "<U+007C>")
    return f"`{shown}`" if shown.strip() else "` `"


def link(shown: str, address: str) -> str:
    """`shown` is Markdown of ours; `address` may hold a path of others."""
    return f"[{shown}]({quote(address, safe=':/#')})"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

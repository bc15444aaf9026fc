"""The few pieces of HTML that are put together outside templates, escaped by construction."""

from __future__ import annotations

from markupsafe import Markup


def bdi(text: str) -> Markup:
    """A name or other words that may run in the other direction than what stands around them."""
    return Markup("<bdi>{}</bdi>").format(text)


def link(href: str, text: Markup | str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, text)


def strong(text: str, style: str) -> Markup:
    return Markup('<b class="{}">{}</b>').format(style, text)

"""The few pieces of HTML that are put together outside templates, escaped by construction."""

from __future__ import annotations

from markupsafe import Markup, escape


def bdi(text: str) -> Markup:
    """A name or other words that may run in the other direction than what stands around them."""
    return _markup(f"<bdi>{escape(text)}</bdi>")


def link(href: str, text: Markup | str) -> Markup:
    return _markup(f'<a href="{escape(href)}">{escape(text)}</a>')


def address(href: str, text: str) -> Markup:
    """A link that shows where it leads, or a number to be dialled: from left to right everywhere."""
    return _markup(f'<a href="{escape(href)}" dir="ltr">{escape(text)}</a>')


def code(text: str) -> Markup:
    """What is typed or compared letter by letter: from left to right in every language."""
    return _markup(f'<code dir="ltr">{escape(text)}</code>')


def domain(host: str) -> Markup:
    """The name that readers are to look for: where it must be broken, no label is torn apart."""
    return _markup(f'<b class="domain">{labels(host)}</b>')


def changed(element: str, said: str, what: Markup | str) -> Markup:
    """
    What was taken out (`del`) or put in (`ins`).

    Few readers of screens speak these elements, so the page says it where only they hear it.
    """
    return _markup(
        f'<{element}><span class="unseen">{escape(said)} </span>{escape(what)}</{element}>'
    )


def labels(host: str) -> Markup:
    """A host that may be broken before its dots: a line that begins with one goes on."""
    return _markup(str(escape(host)).replace(".", "<wbr>."))


def _markup(escaped: str) -> Markup:
    # `Markup.format` would escape as well, at ten times the price, on every award's page.
    return Markup(escaped)  # noqa: S704 -- every part was escaped above

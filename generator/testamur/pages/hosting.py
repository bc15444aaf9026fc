"""Files that hosts and robots read: `_headers`, robots.txt and sitemap.xml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from testamur.model.addresses import (
    AWARDS_FOLDER,
    ENDORSEMENTS_FOLDER,
    LEARNERS_FOLDER,
    PROFILE_PATH,
    REVOCATIONS_PATH,
    Addresses,
    assertion_path,
    bundle_path,
    clr_path,
    clr_proof_path,
    document_path,
    embed_folder,
    endorsement_path,
    endorser_path,
    hosted_endorsement_path,
    pathway_path,
    proof_path,
    serialised_path,
)
from testamur.model.formats import Format

_RUNS_ONLY_OURS = (
    "script-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""True of every page, so that a host may send it with every file."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; connect-src 'self'; " + _RUNS_ONLY_OURS
)
"""
What a page may load, run and ask for: pictures, style, script and documents of its own site.

No script stands inside a page, and none may turn text into HTML (trusted types).
"""

CARD_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
)
"""Of a card on another website: it runs nothing at all."""

ANY_ISSUER_POLICY = CONTENT_SECURITY_POLICY.replace(
    "connect-src 'self';", "connect-src 'self' https:;"
)
"""Of the page that checks badges of any issuer: it asks for what their documents name."""

_MEDIA_TYPES = {
    # Open Badges 3.0, section 8 ("File Format"): a credential as JWT is served as text.
    Format.JWT: "text/plain; charset=utf-8",
    Format.VC_JWT: "application/vc+jwt",
    Format.ASSERTION: "text/plain; charset=utf-8",
}

_UNLISTED = (AWARDS_FOLDER, LEARNERS_FOLDER, ENDORSEMENTS_FOLDER)
"""Folders about people; some endorsements name an award."""
# What a page says of itself in its head, a JSON file beside it cannot.
_HIDDEN = ("X-Robots-Tag: noindex",)

# A second policy beside that of every file, whether a host joins the two or sends only this one.
_FRAMED = (f"Content-Security-Policy: {CARD_POLICY}; frame-ancestors *",)

_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "/*",
        (
            # Anybody may check a credential from a page of their own.
            "Access-Control-Allow-Origin: *",
            f"Content-Security-Policy: {_RUNS_ONLY_OURS}",
            # No page of ours stands inside another's, where what surrounds it could lie about it.
            # Said in this header because a policy that names `frame-ancestors` overrules it, and
            # the only pages that may be framed can so be let out by a rule of their own.
            "X-Frame-Options: DENY",
            # The address of an award is known to those it was shown to.
            "Referrer-Policy: no-referrer",
            "X-Content-Type-Options: nosniff",
        ),
    ),
    (f"/{clr_path(':learner')}", ("Content-Type: application/json",)),
    (f"/{clr_proof_path(':learner')}", ("Content-Type: text/plain; charset=utf-8",)),
    (f"/{bundle_path(':learner')}", ("Content-Type: application/zip",)),
    (f"/{endorsement_path(':name')}", ("Content-Type: application/json",)),
    (f"/{hosted_endorsement_path(':name')}", ("Content-Type: application/json",)),
    (f"/{endorser_path(':name')}", ("Content-Type: application/json",)),
    (f"/{document_path(':award')}", ("Content-Type: application/json",)),
    ("/awards/:award/:version/credential.json", ("Content-Type: application/json",)),
    (f"/{proof_path(':award')}", ("Content-Type: text/plain; charset=utf-8",)),
    (
        "/awards/:award/:version/record.tlog-proof",
        ("Content-Type: text/plain; charset=utf-8",),
    ),
    (f"/{assertion_path(':award')}", ("Content-Type: application/json",)),
    *(
        (f"/{path}", (f"Content-Type: {media_type}",))
        for format_, media_type in _MEDIA_TYPES.items()
        for path in (
            serialised_path(format_, ":award"),
            f"awards/:award/:version/{serialised_path(format_, '').rpartition('/')[2]}",
        )
    ),
    ("/keys/*", ("Content-Type: application/json",)),
    (f"/{REVOCATIONS_PATH}", ("Content-Type: application/json",)),
    ("/credentials/:slug/:version/achievement.json", ("Content-Type: application/json",)),
    ("/credentials/:slug/:version/badgeclass.json", ("Content-Type: application/json",)),
    (f"/{PROFILE_PATH}", ("Content-Type: application/json",)),
    (f"/{pathway_path(':pathway')}", ("Content-Type: application/json",)),
    ("/status/*", ("Content-Type: application/json",)),
    ("/did.json", ("Content-Type: application/json",)),
    ("/.well-known/did.json", ("Content-Type: application/json",)),
    # Hosts know these by their ends as XML and JSON; readers of feeds ask for more.
    ("/feed.xml", ("Content-Type: application/atom+xml; charset=utf-8",)),
    ("/feed.json", ("Content-Type: application/feed+json",)),
    ("/register/checkpoint", ("Content-Type: text/plain; charset=utf-8",)),
    ("/register/tile/*", ("Content-Type: application/octet-stream",)),
)


def headers(at: Addresses, languages: Iterable[str] = ("",)) -> bytes:
    """
    `_headers`, as Netlify and Cloudflare Pages read it; `languages` are their folders.

    Hosts join the values of a header that two rules give, so no two of these give the same one
    to the same file, but for policies, all of which are in force then. Paths begin at the host's root.
    """
    base = urlsplit(at.base_url).path
    languages = tuple(languages)
    hidden = [(f"/{each}{folder}*", _HIDDEN) for each in languages for folder in _UNLISTED]
    framed = [(f"/{each}{embed_folder(':award')}", _FRAMED) for each in languages]
    return "".join(
        "".join([f"{base}{path}\n", *(f"  {line}\n" for line in lines)])
        for path, lines in (*_RULES, *hidden, *framed)
    ).encode()


def robots(at: Addresses) -> bytes:
    """
    robots.txt.

    Award pages are not forbidden here: a robot that may not read a page does not see `noindex`.
    """
    return f"User-agent: *\nAllow: /\n\nSitemap: {at.of('sitemap.xml')}\n".encode()


def sitemap(
    at: Addresses, folders: Iterable[str], languages: Mapping[str, str], alone: Iterable[str] = ()
) -> bytes:
    """
    sitemap.xml: what can be earned, never who earned it.

    `languages` are the folders of the site's languages by tag, the first one first; where there
    are several, each page names its siblings. `alone` are pages that there are in one language.
    """
    several = len(languages) > 1
    namespace = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if several else ""
    pages = "".join(
        f"  <url><loc>{escape(at.of(f'{language}{folder}'))}</loc>"
        f"{_siblings(at, folder, languages) if several else ''}</url>\n"
        for language in languages.values()
        for folder in folders
    ) + "".join(f"  <url><loc>{escape(at.of(folder))}</loc></url>\n" for folder in alone)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{namespace}>\n'
        f"{pages}</urlset>\n"
    ).encode()


def _siblings(at: Addresses, folder: str, languages: Mapping[str, str]) -> str:
    """Among them the page itself, and the one for readers of any other language."""
    first = next(iter(languages.values()))
    return "".join(
        f'\n    <xhtml:link rel="alternate" hreflang={quoteattr(tag)}'
        f" href={quoteattr(at.of(f'{language}{folder}'))}/>"
        for tag, language in (*languages.items(), ("x-default", first))
    )

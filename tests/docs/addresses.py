"""What stands at each address of a site: the table of docs/addresses.md, held against a built site."""

from __future__ import annotations

import re

ROWS = {
    "index.html": "who the issuer is, and what can be earned",
    "issuer/index.html": "how a reader knows the issuer, and its keys",
    "how-to-check/index.html": "how to check a badge by hand",
    "for-earners/index.html": "for those who hold one",
    "verify/index.html": "checks a badge of any issuer in the browser",
    "404.html": "where nothing is",
    "credentials/<name>/index.html": "a credential, in its newest version",
    "credentials/<name>/v<k>/index.html": "one version of it, as issued",
    "credentials/<name>/v<k>/achievement.json": "the same as Open Badges 3.0; what signed documents name",
    "credentials/<name>/v<k>/badgeclass.json": "the same as Open Badges 2.0",
    "credentials/<name>/v<k>/<language>/achievement.json": "its translation, as Open Badges 3.0",
    "credentials/<name>/v<k>/<language>/badgeclass.json": "its translation, as Open Badges 2.0",
    "credentials/<name>/v<k>/badge.svg": "its picture",
    "credentials/<name>/v<k>/badge.png": "its picture in pixels",
    "credentials/<name>/v<k>/share.<digest>.png": "the picture beside a link",
    "awards/index.html": "says that there is no list of awards",
    "awards/<id>/index.html": "the page of an award",
    "awards/<id>/credential.json": "what was signed, in its newest version: Open Badges 3.0",
    "awards/<id>/credential.jwt": "the same as a JWT in the form of Open Badges 3.0",
    "awards/<id>/credential.vc.jwt": "the same as a JWT in the form of the W3C",
    "awards/<id>/assertion.json": "the same in Open Badges 2.0, hosted",
    "awards/<id>/assertion.jws": "the same in Open Badges 2.0, signed",
    "awards/<id>/badge.svg": "its picture with the credential inside",
    "awards/<id>/badge.png": "its picture in pixels, with the credential inside",
    "awards/<id>/certificate.pdf": "the award on paper",
    "awards/<id>/share.<digest>.png": "the picture beside a link, with the name",
    "awards/<id>/record.tlog-proof": "that it is entered in the permanent record",
    "awards/<id>/state.json": "what became of it",
    "awards/<id>/embed/index.html": "a card for other websites",
    "awards/<id>/oembed.json": "that card, for programs",
    "awards/<id>/v<k>/index.html": "an earlier version of the award",
    "awards/<id>/v<k>/credential.json": "what was signed then",
    "awards/<id>/v<k>/credential.jwt": "likewise, as a JWT",
    "awards/<id>/v<k>/credential.vc.jwt": "likewise, in the form of the W3C",
    "awards/<id>/v<k>/assertion.jws": "likewise, in Open Badges 2.0",
    "awards/<id>/v<k>/record.tlog-proof": "that it was entered",
    "pathways/<name>/index.html": "credentials that add up to a larger one",
    "pathways/<name>/pathway.json": "the same for programs",
    "learners/index.html": "says that there is no list of learners",
    "learners/<id>/index.html": "everything of somebody who asks for it",
    "learners/<id>/clr.json": "the same, signed: a Comprehensive Learner Record 2.0",
    "learners/<id>/bundle.zip": "the same in one file, which verifies when the site is gone",
    "learners/<id>/record.tlog-proof": "that it is entered in the permanent record",
    "endorsements/index.html": "what others say in favour",
    "endorsements/<name>/index.html": "one endorsement",
    "endorsements/<name>/credential.json": "what its endorser signed",
    "endorsements/<name>/endorsement.json": "the same in Open Badges 2.0",
    "endorsements/<name>/endorser.json": "who signed it, in Open Badges 2.0",
    "handbook/<chapter>/index.html": "what the issuer has to say besides",
    "issuer.json": "the issuer in Open Badges 2.0",
    "revocations.json": "which signed assertions of Open Badges 2.0 are withdrawn",
    ".well-known/did.json": "the issuer's keys; `did.json` where base_url has a path",
    "keys/<digest>.jwk": "a key of the issuer's that signs JWTs",
    "keys/<digest>.json": "a key of the issuer's that signs Open Badges 2.0",
    "status/<purpose>-<n>.json": "which awards are withdrawn: Bitstring status lists",
    "register/index.html": "what the permanent record is",
    "register/checkpoint": "its signed head (C2SP tlog-checkpoint)",
    "register/tile/<tile>": "its hashes and entries (C2SP tlog-tiles)",
    "catalogue.json": "what can be earned, for programs",
    "skills.json": "skills, and what shows them",
    "feed.xml": "new credentials, as Atom",
    "feed.json": "new credentials, as JSON Feed",
    "sitemap.xml": "what search engines may find",
    "robots.txt": "what they may not",
    "assets/<file>": "styles, scripts, words and pictures of pages",
    "_headers": "what some hosts read: types, and who may ask from where",
    ".nojekyll": "tells GitHub Pages to leave the files as they are",
    "CNAME": "tells GitHub Pages the domain",
}
"""By path, with gaps; pages stand once more in each further language, below its folder."""

OPTIONAL = frozenset({"awards/<id>/certificate.pdf", "awards/<id>/share.<digest>.png", "CNAME"})
"""What the example has not asked for."""

_GAPS = {
    "<id>": "[0-9a-hjkmnp-tv-z]{26}",
    "<name>": "[a-z0-9-]+",
    "<k>": "[0-9]+",
    "<n>": "[0-9]+",
    "<purpose>": "revocation|suspension",
    "<digest>": "[A-Za-z0-9_-]+",
    "<language>": "[a-z]{2,4}(?:-[A-Za-z0-9]+)*",
    "<chapter>": "[a-z0-9._/-]+",
    "<tile>": "[0-9a-z./]+",
    "<file>": "[A-Za-z0-9._-]+",
}


def table() -> str:
    """As Markdown."""
    rows = (f"| `/{path.removesuffix('index.html')}` | {means} |" for path, means in ROWS.items())
    return "\n".join(["| Address | Holds |", "|---|---|", *rows])


def row_of(path: str, languages: tuple[str, ...]) -> str | None:
    """Which row speaks of the file at this path; None where none does."""
    folder, _, below = path.partition("/")
    if folder in languages:
        path = below
    if path == "handbook/index.html":
        return "handbook/<chapter>/index.html"
    return next((row for row in ROWS if _pattern(row).fullmatch(path)), None)


def _pattern(row: str) -> re.Pattern[str]:
    parts = re.split("(<[a-z]+>)", row)
    return re.compile(
        "".join(f"(?:{_GAPS[each]})" if each in _GAPS else re.escape(each) for each in parts)
    )

"""A whole site in memory: every kind of page, in every state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from testamur.model.addresses import (
    achievement_path,
    assertion_path,
    award_folder,
    baked_path,
    credential_folder,
    document_path,
    embed_folder,
    pathway_folder,
    pathway_path,
    picture_path,
    proof_path,
    version_folder,
)
from testamur.model.award import Display, Evidence, Recipient, Result
from testamur.model.credential import Alignment, CoDeveloper, Credits
from testamur.model.pathway import Group
from testamur.model.site import Site
from testamur.model.status import Change, Event, Slot
from testamur.pages import drawing
from testamur.pages.pages import Pages
from testamur.pages.theme import Theme, read_theme
from testamur.register.documents import Document, Erased
from testamur.register.register import Register
from tests.support.builders import (
    a_credential,
    a_definition,
    a_document,
    a_participation,
    a_pathway,
    a_picture,
    a_record,
    a_register,
    a_site,
    an_award_id,
)

DAY = date(2026, 9, 1)
FORGE = a_credential(
    version=2,
    criteria="Two days.\n\n1. A hook\n2. A hinge\n\nSee [the list](https://www.example.org/list).",
    level="EQF 4",
    effort="24 hours",
    credits=Credits(2, "ECTS"),
    valid_for="P3Y",
    requires=("open-forge-day",),
    tags=("metal",),
    licence="CC-BY-4.0",
    co_developers=(CoDeveloper("Guild of Smiths", "https://guild.example.org", "examination"),),
)
ARABIC = a_credential(
    slug="calligraphy",
    name="الخط العربي",
    description="يكتب بخط النسخ.",
    language="ar",
    results=(),
    skills=(Alignment("write by hand", "https://data.europa.eu/esco/skill/write"),),
)
DAYLONG = a_participation()
WAY = a_pathway(
    steps=Group(
        (
            DAYLONG.slug,
            Group(
                (ARABIC.slug, Group((FORGE.slug,), name="On the other hand")),
                needed=1,
                name="A hand of one's own",
            ),
        ),
        in_order=True,
    ),
    leads_to=None,
)
ARABIC_WAY = a_pathway(
    slug="calligrapher",
    name="طريق الخطاط",
    description="من الحبر إلى الخط.",
    language="ar",
    leads_to=ARABIC.slug,
)

ACTIVE, REVOKED, SUSPENDED, CORRECTED, RIGHT_TO_LEFT, HIDDEN, SHORT = map(an_award_id, range(7))
FORGOTTEN = an_award_id(7)
EXPIRED = an_award_id(8)


@cache
def theme() -> Theme:
    return read_theme(Path(__file__).parent, "default")


def an_event(change: Change, reason: str = "A complaint.") -> Event:
    return Event(change, DAY, reason, DAY)


def a_late_event(change: Change, reason: str = "A complaint.") -> Event:
    """One that its author dated long before it was entered."""
    return replace(an_event(change, reason), day=date(1995, 1, 1), entered=date(2026, 11, 22))


def documents(site: Site | None = None) -> list[Document | Erased]:
    rich = a_record(
        evidence=(
            Evidence("Gate hinge", url="https://work.example.org/hinge", sha256="ab" * 32),
            Evidence("Log", narrative="Kept *daily*.", genre="Journal"),
        ),
        narrative="Ada rebuilt the chimney.",
        results=(Result("care", level="exemplary"),),
    )
    quiet = a_record(recipient=Recipient("Ada Lovelace", "ada@example.com", display=Display.HIDDEN))
    arabic = a_record(credential=ARABIC.slug, recipient=Recipient("محمد الخوارزمي"), results=())
    short = a_record(credential=DAYLONG.slug, recipient=Recipient("Plato"), results=(), evidence=())
    past = replace(rich, awarded=date(2023, 10, 20))
    first = a_document(rich, credential=FORGE, site=site, number=3, entry=30)
    fixed = an_event(Change.CORRECTED, "The name was misspelt.")
    return [
        a_document(rich, credential=FORGE, site=site, number=0, entry=1203),
        a_document(
            rich, credential=FORGE, site=site, number=1, entry=10, events=[an_event(Change.REVOKED)]
        ),
        a_document(
            rich,
            credential=FORGE,
            site=site,
            number=2,
            entry=20,
            events=[an_event(Change.SUSPENDED)],
        ),
        first,
        replace(first, version=2, entry=31, events=(fixed,)),
        a_document(arabic, credential=ARABIC, site=site, number=4, entry=40),
        a_document(quiet, credential=FORGE, site=site, number=5, entry=50),
        a_document(short, credential=DAYLONG, site=site, number=6, entry=60),
        Erased(70, FORGOTTEN, 1, Slot(1, 9), date(2027, 3, 3)),
        a_document(past, credential=FORGE, site=site, number=8, entry=80),
    ]


def a_full_register(site: Site | None = None) -> Register:
    definitions = [
        a_definition(a_credential()),
        a_definition(FORGE, a_picture()),
        a_definition(ARABIC),
        a_definition(DAYLONG),
    ]
    return a_register(documents(site), definitions, pathways=[WAY, ARABIC_WAY], site=site)


def pages_of(site: Site | None = None, register: Register | None = None) -> Pages:
    site = site or a_site()
    return Pages(theme(), site, register or a_full_register(site))


def pages_by_path(pages: Pages, register: Register) -> Mapping[str, bytes]:
    """Every page by its path."""
    found = {
        "index.html": pages.home(),
        "404.html": pages.not_found(),
        "issuer/index.html": pages.issuer(),
        "how-to-check/index.html": pages.how_to_check(),
        "for-earners/index.html": pages.for_earners(),
        "register/index.html": pages.register_page(),
        "verify/index.html": pages.verify(),
    }
    for slug, version in register.definitions:
        page = pages.credential_version(slug, version)
        found[f"{version_folder(slug, version)}index.html"] = page
        found[f"{credential_folder(slug)}index.html"] = pages.credential(slug)
    for slug in register.newest_pathways:
        found[f"{pathway_folder(slug)}index.html"] = pages.pathway(slug)
    for award in register.awards.values():
        folder = award_folder(award.id)
        found[f"{folder}index.html"] = pages.award(award)
        found[f"{embed_folder(award.id)}index.html"] = pages.embed(award)
        for each in award.versions[:-1]:
            page = pages.award_version(award, each.version)
            found[f"{folder}v{each.version}/index.html"] = page
    for award_id in register.forgotten:
        found[f"{award_folder(award_id)}index.html"] = pages.forgotten(award_id)
        found[f"{embed_folder(award_id)}index.html"] = pages.forgotten_embed(award_id)
    return found


def other_paths(pages: Pages, register: Register) -> set[str]:
    """The files beside the pages that a page may point to."""
    found = {
        "register/checkpoint",
        register.addresses.did_path,
        *pages.assets(),
        *pages.discovery(),
    }
    for (slug, version), definition in register.definitions.items():
        found.add(achievement_path(slug, version))
        own = definition.picture
        forms = [own.extension] if own else [drawing.ON_PAGES, drawing.IN_DOCUMENTS]
        found |= {picture_path(slug, version, extension) for extension in forms}
    found |= set(map(pathway_path, register.newest_pathways))
    for award in register.awards.values():
        found.add(assertion_path(award.id))
        for each in award.versions:
            earlier = None if each is award.newest else each.version
            found |= {document_path(award.id, earlier), proof_path(award.id, earlier)}
        picture = register.definitions[award.newest.definition].picture
        if not award.withdrawal:
            extension = picture.extension if picture else drawing.IN_DOCUMENTS
            found.add(baked_path(award.id, extension))
    return found

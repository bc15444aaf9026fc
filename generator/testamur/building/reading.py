"""The pages that people read, and what surrounds them: style, logo, files for hosts and crawlers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from testamur.building.files import Inputs, Maker
from testamur.model.addresses import (
    AWARDS_FOLDER,
    FOR_EARNERS_FOLDER,
    HOW_TO_CHECK_FOLDER,
    ISSUER_FOLDER,
    LEARNERS_FOLDER,
    REGISTER_FOLDER,
    VERIFY_FOLDER,
    award_folder,
    credential_folder,
    embed_folder,
    learner_folder,
    logo_path,
    oembed_path,
    version_folder,
)
from testamur.model.hosts import custom_domain
from testamur.pages.pages import Pages
from testamur.publish.artifact import Artifact, Kind
from testamur.register.awards import Award


def pages(make: Maker) -> Iterator[Artifact]:
    yield from _definitions(make)
    yield from _awards(make)
    yield from _learners(make)
    inputs = make.pages.inputs
    yield from make.page(REGISTER_FOLDER, inputs.register_page(), Pages.register_page)
    yield from make.page(ISSUER_FOLDER, inputs.issuer(), Pages.issuer)
    yield from make.page(HOW_TO_CHECK_FOLDER, inputs.how_to_check(), Pages.how_to_check)
    yield from make.page(FOR_EARNERS_FOLDER, inputs.for_earners(), Pages.for_earners)
    yield from make.page(VERIFY_FOLDER, inputs.verify(), Pages.verify)
    yield from make.page("", inputs.home(), Pages.home)
    yield from make.page(AWARDS_FOLDER, inputs.no_list(), Pages.no_list)
    yield make.file("404.html", Kind.PAGE, inputs.not_found(), make.pages.not_found)


def _learners(make: Maker) -> Iterator[Artifact]:
    inputs = make.pages.inputs
    for record in make.register.learners.values():
        yield from make.page(
            learner_folder(record.learner), inputs.learner(record), Pages.learner, record
        )
    for learner in sorted(make.register.former_learners):
        yield from make.page(
            learner_folder(learner), inputs.former_learner(), Pages.former_learner, learner
        )
    if make.register.learner_documents:
        yield from make.page(LEARNERS_FOLDER, inputs.former_learner(), Pages.no_learners)


def furniture(make: Maker) -> Iterator[Artifact]:
    """What surrounds the pages."""
    files = {
        **make.pages.assets(),
        **make.pages.discovery(),
        "robots.txt": make.pages.robots(),
        "sitemap.xml": make.pages.sitemap(make.handbook),
        "_headers": make.pages.headers(),
        ".nojekyll": b"",
    }
    domain = custom_domain(make.site.base_url, make.site.host)
    if domain:
        files["CNAME"] = f"{domain}\n".encode()
    logo = make.site.logo
    if logo:
        files[logo_path(logo.extension)] = logo.data
    for path, data in files.items():
        yield make.constant(path, Kind.ASSET, "bytes", data)


def _definitions(make: Maker) -> Iterator[Artifact]:
    inputs = make.pages.inputs
    for slug, version in make.register.definitions:
        yield from make.page(
            version_folder(slug, version),
            inputs.credential_version(slug, version),
            Pages.credential_version,
            slug,
            version,
        )
    for slug in dict.fromkeys(slug for slug, _ in make.register.definitions):
        yield from make.page(
            credential_folder(slug), inputs.credential(slug), Pages.credential, slug
        )


def _awards(make: Maker) -> Iterator[Artifact]:
    inputs = make.pages.inputs
    for award in make.register.awards.values():
        made_from = inputs.award(award)
        yield from make.page(award_folder(award.id), made_from, Pages.award, award)
        if make.site.embeds:
            yield from _card(make, award, made_from)
        for earlier in award.versions[:-1]:
            yield from make.page(
                f"{award_folder(award.id)}v{earlier.version}/",
                inputs.award_version(award, earlier.version),
                Pages.award_version,
                award,
                earlier.version,
            )
    for award_id in make.register.forgotten:
        yield from make.page(
            award_folder(award_id), inputs.forgotten(award_id), Pages.forgotten, award_id
        )
        if make.site.embeds:
            made_from = inputs.forgotten(award_id)
            yield from make.page(embed_folder(award_id), made_from, Pages.forgotten_embed, award_id)


def _card(make: Maker, award: Award, made_from: Inputs) -> Iterator[Artifact]:
    """The award for other websites. Those that show it go on once it is withdrawn, and say so."""
    yield from make.page(embed_folder(award.id), made_from, Pages.embed, award)
    if not award.withdrawal:
        produce = partial(make.pages.oembed, award)
        yield make.file(oembed_path(award.id), Kind.ASSET, made_from, produce)

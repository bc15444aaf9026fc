"""The pages that people read, and what surrounds them: style, logo, files for hosts and crawlers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from testamur.building.files import Maker
from testamur.building.identity import REGISTER_FOLDER
from testamur.model.addresses import (
    award_folder,
    credential_folder,
    learner_folder,
    logo_path,
    version_folder,
)
from testamur.publish.artifact import Artifact, Kind


def pages(make: Maker) -> Iterator[Artifact]:
    yield from _definitions(make)
    yield from _awards(make)
    yield from _learners(make)
    pages, inputs = make.pages, make.pages.inputs
    yield make.page(REGISTER_FOLDER, inputs.register_page(), pages.register_page)
    yield make.page("", inputs.home(), pages.home)
    yield make.page("awards/", inputs.no_list(), pages.no_list)
    yield make.file("404.html", Kind.PAGE, inputs.not_found(), pages.not_found)


def _learners(make: Maker) -> Iterator[Artifact]:
    pages, inputs = make.pages, make.pages.inputs
    for record in make.register.learners.values():
        yield make.page(
            learner_folder(record.learner), inputs.learner(record), partial(pages.learner, record)
        )
    for learner in sorted(make.register.former_learners):
        yield make.page(learner_folder(learner), inputs.former_learner(), pages.former_learner)
    if make.register.learner_documents:
        yield make.page("learners/", inputs.former_learner(), pages.no_learners)


def furniture(make: Maker) -> Iterator[Artifact]:
    """What surrounds the pages."""
    files = {
        **make.pages.assets(),
        "robots.txt": make.pages.robots(),
        "sitemap.xml": make.pages.sitemap(),
        "_headers": make.pages.headers(),
        ".nojekyll": b"",
    }
    logo = make.site.logo
    if logo:
        files[logo_path(logo.extension)] = logo.data
    for path, data in files.items():
        yield make.constant(path, Kind.ASSET, "bytes", data)


def _definitions(make: Maker) -> Iterator[Artifact]:
    pages, inputs = make.pages, make.pages.inputs
    for slug, version in make.register.definitions:
        yield make.page(
            version_folder(slug, version),
            inputs.credential_version(slug, version),
            partial(pages.credential_version, slug, version),
        )
    for slug in dict.fromkeys(slug for slug, _ in make.register.definitions):
        yield make.page(
            credential_folder(slug), inputs.credential(slug), partial(pages.credential, slug)
        )


def _awards(make: Maker) -> Iterator[Artifact]:
    pages, inputs = make.pages, make.pages.inputs
    for award in make.register.awards.values():
        yield make.page(award_folder(award.id), inputs.award(award), partial(pages.award, award))
        for earlier in award.versions[:-1]:
            yield make.page(
                f"{award_folder(award.id)}v{earlier.version}/",
                inputs.award_version(award, earlier.version),
                partial(pages.award_version, award, earlier.version),
            )
    for award_id in make.register.forgotten:
        yield make.page(
            award_folder(award_id), inputs.forgotten(award_id), partial(pages.forgotten, award_id)
        )

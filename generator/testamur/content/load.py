"""From the files below content/ to a catalog, with every problem in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from testamur.content import (
    awards,
    decode,
    endorsements,
    imports,
    learners,
    pathways,
    pictures,
    places,
    translations,
    tree,
)
from testamur.content.checks import CHECKS, Review
from testamur.content.fields import credential_source, yaml_list, yaml_record
from testamur.content.people import People, opened
from testamur.content.records.site import ForgottenFields, SiteFields
from testamur.content.rules import MISSING_FILE, NO_CONTENT
from testamur.content.source import Files, Proposed
from testamur.content.tree import CONTENT, CREDENTIALS, ENDORSEMENTS, FORGOTTEN, SITE, Tree
from testamur.model.award import Forgotten, Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.endorsement import CommittedEndorsements
from testamur.model.pathway import Pathway
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.problems import Problem, Severity, errors

NOBODY_OPENED = People()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the authors wrote, as far as it can be relied on, and all that is wrong with it."""

    files: Files
    catalog: Catalog | None
    """None where the site itself cannot be read; without errors it is complete."""
    problems: tuple[Problem, ...]
    """Of the whole run, in their places, in the order of files and lines."""

    def place(self, problem: Problem) -> Problem:
        """
        A later problem with its real file, line and column.

        Its `file` is a path or a record's `subject`, its route names the authors' keys; where a
        key is missing, the nearest thing above it is shown.
        """
        return places.resolve(self.files, (problem,))[0]


def load(
    root: Path,
    *,
    today: date,
    own_keys: Sequence[bytes] = (),
    issued_under: Callable[[Record], Credential | None] = lambda _: None,
    proposed: Proposed | None = None,
    people: People = NOBODY_OPENED,
) -> Loaded:
    """
    Reads the content of the repository at `root`.

    `today` is the last day that an award may bear. `own_keys` are the issuer's public
    keys, raw, so that a private key of theirs is noticed wherever it stands.
    `issued_under` tells the definition by which an issued award is judged. `proposed` files
    are read in place of what stands there. `people` opens records that hide whom they are about.
    """
    files = Files(root, tuple(own_keys), proposed or {})
    absent = _absence(files)
    if absent is not None:
        return Loaded(files, None, (absent,))
    log: list[Problem] = []
    fields = yaml_record(files, SITE, SiteFields, log)
    logo = fields.issuer.image if fields else None
    found = tree.walk(root, _register(fields), logo, proposed=files.proposed)
    log.extend(found.problems)
    log.extend(problem for path in found.unread for problem in files.leaks(path))
    credentials, images = _credentials(files, found, log)
    written = (record for path in found.awards for record in awards.read(files, path, log))
    records = list(opened(written, people, log))
    opted_in = [each for path in found.learners for each in learners.read(files, path, log)]
    forgotten = _forgotten(files, found, log)
    if found.imports:
        imports.check(imports.read(files, log), found.slugs, log)
    ways = {slug: pathways.read(files, slug, log) for slug in found.pathways}
    if fields is None:
        return Loaded(files, None, places.resolve(files, log))
    site = decode.site(fields, _logo(files, fields, found, log))
    catalog = Catalog(
        site,
        credentials,
        images,
        tuple(records),
        forgotten,
        _whole(ways),
        tuple(opted_in),
        endorsements.read(files, found, log),
    )
    severity = Severity(fields.duplicate_awards or Severity.WARNING)
    review = Review(catalog, today, found.slugs, severity, issued_under)
    log.extend(problem for check in CHECKS for problem in check(review))
    return Loaded(files, catalog, graded(places.resolve(files, log), site))


def load_site(
    root: Path, proposed: Proposed | None = None
) -> tuple[Site | None, tuple[Problem, ...]]:
    """
    The settings alone, for what builds: awards and credentials come from the register there.

    Whatever else is wrong in the content is `check`'s to say.
    """
    files = Files(root, proposed=proposed or {})
    absent = _absence(files)
    if absent is not None:
        return None, (absent,)
    log: list[Problem] = []
    fields = yaml_record(files, SITE, SiteFields, log)
    if fields is None:
        return None, places.resolve(files, log)
    found = tree.walk(root, _register(fields), fields.issuer.image, proposed=files.proposed)
    site = decode.site(fields, _logo(files, fields, found, log))
    problems = graded(places.resolve(files, log), site)
    return (None if errors(problems) else site), problems


def load_endorsements(root: Path) -> tuple[CommittedEndorsements, tuple[Problem, ...]]:
    """The endorsements alone, for what builds."""
    if not (root / ENDORSEMENTS).is_dir():
        return CommittedEndorsements(), ()
    found = tree.walk(root, "", None, ENDORSEMENTS)
    log = [*found.problems]
    files = Files(root)
    committed = endorsements.read(files, found, log)
    return committed, places.resolve(files, log)


def graded(problems: Iterable[Problem], site: Site) -> tuple[Problem, ...]:
    """A strict site takes its warnings for errors."""
    if not site.strict:
        return tuple(problems)
    return tuple(
        replace(problem, rule=replace(problem.rule, severity=Severity.ERROR))
        if problem.rule.severity is Severity.WARNING
        else problem
        for problem in problems
    )


def _register(fields: SiteFields | None) -> str:
    return (fields and fields.register_folder) or f"{CONTENT}/register"


def _absence(files: Files) -> Problem | None:
    root = files.root
    if SITE in files.proposed:
        return None
    if (root / CONTENT).is_symlink() or not (root / CONTENT).is_dir():
        detail = "there is no folder content/ here"
        hint = "go to the folder of your repository, or begin one with `testamur init`"
        return NO_CONTENT.at(CONTENT, (), detail, hint)
    if not (root / SITE).is_symlink() and not (root / SITE).exists():
        hint = "it names the issuer and the site's address"
        return NO_CONTENT.at(SITE, (), "there is no content/site.yaml", hint)
    return None


def _logo(files: Files, fields: SiteFields, found: Tree, log: list[Problem]) -> Picture | None:
    name = fields.issuer.image
    if name is None:
        return None
    if name not in found.pictures:
        detail = f"there is no file {name} beside site.yaml"
        log.append(MISSING_FILE.at(SITE, ("issuer", "image"), detail, "put the logo there"))
        return None
    return pictures.read(files, f"{CONTENT}/{name}", log)


def _credentials(
    files: Files, found: Tree, log: list[Problem]
) -> tuple[dict[str, Credential], dict[str, Picture]]:
    credentials: dict[str, Credential] = {}
    images: dict[str, Picture] = {}
    for slug, names in found.credentials.items():
        folder = f"{CREDENTIALS}/{slug}"
        picture = pictures.read(files, f"{folder}/{names[0]}", log) if names else None
        source = credential_source(files, f"{folder}/{tree.CREDENTIAL_FILE}", log)
        if source is None:
            continue
        fields, criteria = source
        told = tuple(translations.read(files, slug, found.translations.get(slug, ()), log))
        credentials[slug] = decode.credential(fields, slug, criteria, picture, told)
        if picture is not None:
            images[slug] = picture
    return credentials, images


def _forgotten(files: Files, found: Tree, log: list[Problem]) -> tuple[Forgotten, ...]:
    if not found.forgotten:
        return ()
    items = yaml_list(files, FORGOTTEN, ForgottenFields, log)
    return tuple(decode.forgotten(fields) for fields in items)


def _whole(ways: Mapping[str, Pathway | None]) -> dict[str, Pathway]:
    return {slug: pathway for slug, pathway in ways.items() if pathway}

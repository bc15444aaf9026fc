"""Letters on certificates that no font of the theme has: better said before an award is issued."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.pages.fonts import Fonts
from testamur.pages.theme import Theme
from testamur.problems import Problem, Route, Rule, Severity

UNPRINTABLE_LETTER = Rule(
    "unprintable-letter", "A letter on a certificate is in no font.", severity=Severity.WARNING
)

_SITE = "content/site.yaml"


def unprintable_letters(catalog: Catalog, theme: Theme) -> Iterator[Problem]:
    """The first such letter of each value that certificates show."""
    if not catalog.site.certificates:
        return
    fonts, issuer = Fonts(theme), catalog.site.issuer
    shown: list[tuple[str, Route, str | None]] = [
        (_SITE, ("issuer", "name"), issuer.name),
        (_SITE, ("issuer", "official"), issuer.official),
    ]
    for credential in catalog.credentials.values():
        shown += _of_credential(credential)
    for record in catalog.records:
        if record.revoked is None:
            name = record.recipient.public_name
            shown.append((record.subject, ("recipient", "name"), name))
            shown += [
                (record.subject, ("results", number, "value"), result.value)
                for number, result in enumerate(record.results)
            ]
    for file, route, text in shown:
        lacking = fonts.lacking(text) if text else None
        if lacking is not None:
            yield _problem(file, route, lacking, theme.name)


def _of_credential(credential: Credential) -> Iterator[tuple[str, Route, str | None]]:
    file = f"content/credentials/{credential.slug}/credential.md"
    for name in ("name", "description", "competency", "level"):
        yield file, (name,), getattr(credential, name)
    for number, result in enumerate(credential.results):
        yield file, ("results", number, "name"), result.name
        for place, level in enumerate(result.levels):
            yield file, ("results", number, "levels", place, "name"), level.name


def _problem(file: str, route: Route, lacking: str, theme: str) -> Problem:
    points = " ".join(f"U+{ord(letter):04X}" for letter in lacking)
    return UNPRINTABLE_LETTER.at(
        file,
        route,
        f"no font has {lacking} ({points}), so there will be no certificate with it",
        f"put a font that has it into themes/{theme}/fonts/, or leave it: the page shows it",
    )

"""Who the issuer is, and who else had a part in a credential, as facts of a page."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from testamur.model.issuer import Identifier, Issuer, PostalAddress
from testamur.pages import views
from testamur.pages.language import Language
from testamur.pages.markup import address, bdi, link


def issuer_facts(issuer: Issuer, words: Language) -> Iterator[views.Fact]:
    """What readers may know of the issuer beside its name."""
    if issuer.legal_name:
        yield views.Fact(words["issuer.legal-name"], bdi(issuer.legal_name))
    if issuer.parent:
        yield views.Fact(words["issuer.parent"], party(issuer.parent.name, issuer.parent.url))
    if issuer.official:
        yield views.Fact(words["issuer.official"], bdi(issuer.official))
    yield views.Fact(words["issuer.website"], address(issuer.url, issuer.url))
    if issuer.email:
        yield views.Fact(words["issuer.email"], address(f"mailto:{issuer.email}", issuer.email))
    if issuer.phone:
        yield views.Fact(words["issuer.phone"], address(f"tel:{issuer.phone}", issuer.phone))
    if issuer.address:
        yield views.Fact(words["issuer.address"], bdi(", ".join(_lines(issuer.address))))
    yield from numbers(issuer.identifiers)


def party(name: str, url: str | None) -> Markup:
    """Somebody's name, which leads to their website if that is a safe address."""
    return link(url, bdi(name)) if url and url.startswith("https://") else bdi(name)


def numbers(identifiers: tuple[Identifier, ...]) -> Iterator[views.Fact]:
    """Numbers given by others, each under the name of its scheme."""
    for each in identifiers:
        yield views.Fact(each.type.removeprefix("ext:"), bdi(each.value))


def _lines(address: PostalAddress) -> Iterator[str]:
    town = " ".join(part for part in (address.postal_code, address.locality) if part)
    country = address.country or address.country_code
    for part in (address.street, address.post_office_box, town, address.region, country):
        if part:
            yield part

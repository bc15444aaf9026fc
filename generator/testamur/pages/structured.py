"""
What pages tell search engines in the words of schema.org.

A credential is an EducationalOccupationalCredential, the issuer an Organization, the catalogue an
ItemList of addresses.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from markupsafe import Markup

from testamur.model.addresses import Addresses, credential_folder, logo_path
from testamur.model.credential import Alignment, Credential, Kind
from testamur.model.issuer import PostalAddress
from testamur.model.site import Site
from testamur.pages import drawing
from testamur.pages.definitions import LICENCES
from testamur.pages.entered import Entered
from testamur.register.register import Definition

_CONTEXT = "https://schema.org"
_CREDENTIAL = "EducationalOccupationalCredential"

# JSON may hold these raw, a script element may not: it would end, or begin a comment.
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def credential_data(
    definition: Definition, language: str, site: Site, days: Entered | None, page: str
) -> Markup:
    """
    The data block of a credential's page, safe inside a script element.

    Only what is true: what somebody must show to earn it is told of what is assessed, never of
    what is taken part in; nothing is said of a price, which the definition does not know.
    `language` is that of the definition's text here, `page` the address of its page in it.
    """
    credential, at = definition.credential, Addresses(site.base_url)
    extension = definition.picture.extension if definition.picture else drawing.IN_DOCUMENTS
    assessed, skills = credential.kind is Kind.ASSESSED, [_term(each) for each in credential.skills]
    competency = [credential.competency] if credential.competency else []
    field = [{"@type": "Thing", "name": credential.field_of_study}]
    return _embedded(
        {
            "@context": _CONTEXT,
            "@type": _CREDENTIAL,
            "name": credential.name,
            "description": credential.description,
            "url": page,
            "identifier": at.achievement(credential.slug, credential.version),
            "credentialCategory": credential.achievement_type.removeprefix("ext:"),
            "inLanguage": language,
            "version": str(credential.version),
            "datePublished": days and days.first.isoformat(),
            "dateModified": days and days.last.isoformat(),
            "educationalLevel": credential.level,
            "validFor": credential.valid_for,
            "license": _licence(credential.licence),
            "keywords": list(credential.tags),
            "competencyRequired": [*competency, *skills] if assessed else [],
            "about": [*(field if credential.field_of_study else []), *([] if assessed else skills)],
            "audience": credential.audience
            and {"@type": "Audience", "audienceType": credential.audience},
            "image": at.picture(credential.slug, credential.version, extension),
            "recognizedBy": _named(site),
            "publisher": _named(site),
        }
    )


def home_data(site: Site, credentials: Iterable[Credential], language: str = "") -> Markup:
    """
    The data block of the first page: who the issuer is, and the list of what can be earned.

    `language` is the folder of its pages.
    """
    at, issuer = Addresses(site.base_url), site.issuer
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": credential.name,
            "url": at.of(f"{language}{credential_folder(credential.slug)}"),
        }
        for position, credential in enumerate(credentials, 1)
    ]
    organization = _named(site) | {
        "legalName": issuer.legal_name,
        "description": issuer.description,
        "email": issuer.email,
        "telephone": issuer.phone,
        "logo": at.of(logo_path(site.logo.extension)) if site.logo else None,
        "sameAs": at.of(""),
        "address": _address(issuer.address) if issuer.address else None,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": each.type.removeprefix("ext:")}
            | {"value": each.value}
            for each in issuer.identifiers
        ],
        "parentOrganization": issuer.parent
        and {"@type": "Organization", "name": issuer.parent.name, "url": issuer.parent.url},
    }
    list_ = {
        "@type": "ItemList",
        "name": site.title,
        "url": at.of(language),
        "numberOfItems": len(items),
        "itemListElement": items,
    }
    return _embedded({"@context": _CONTEXT, "@graph": [_present(organization), list_]})


def _named(site: Site) -> dict[str, object]:
    issuer = site.issuer
    id_ = Addresses(site.base_url).of("#issuer")
    return {"@type": "Organization", "@id": id_, "name": issuer.name, "url": issuer.url}


def _address(address: PostalAddress) -> dict[str, object]:
    return _present(
        {
            "@type": "PostalAddress",
            "streetAddress": address.street,
            "postOfficeBoxNumber": address.post_office_box,
            "postalCode": address.postal_code,
            "addressLocality": address.locality,
            "addressRegion": address.region,
            "addressCountry": address.country_code or address.country,
        }
    )


def _term(skill: Alignment) -> dict[str, object]:
    return _present(
        {
            "@type": "DefinedTerm",
            "name": skill.name,
            "url": skill.url,
            "inDefinedTermSet": skill.framework,
            "termCode": skill.code,
        }
    )


def _licence(licence: str | None) -> str | None:
    """An address, which schema.org asks for."""
    if licence is None or licence.startswith("https://"):
        return licence
    return f"{LICENCES}{licence}.html"


def _present(value: dict[str, object]) -> dict[str, object]:
    return {name: each for name, each in value.items() if each not in (None, [])}


def _embedded(value: dict[str, object]) -> Markup:
    text = orjson.dumps(_present(value)).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704 -- nothing is left that HTML would read

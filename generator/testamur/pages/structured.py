"""What a credential's page tells search engines: schema.org, EducationalOccupationalCredential."""

from __future__ import annotations

import orjson
from markupsafe import Markup

from testamur.model.addresses import Addresses, credential_folder
from testamur.model.credential import Credential
from testamur.model.site import Site
from testamur.pages import drawing
from testamur.register.register import Definition

# JSON may hold these raw, a script element may not: it would end, or begin a comment.
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def json_ld(definition: Definition, language: str, site: Site) -> Markup:
    """The text of the data block, safe inside a script element."""
    credential, at = definition.credential, Addresses(site.base_url)
    return _embedded(
        {
            "@context": "https://schema.org",
            "@type": "EducationalOccupationalCredential",
            "name": credential.name,
            "description": credential.description,
            "url": at.of(credential_folder(credential.slug)),
            "identifier": at.achievement(credential.slug, credential.version),
            "credentialCategory": credential.achievement_type.removeprefix("ext:"),
            "inLanguage": language,
            "version": str(credential.version),
            "educationalLevel": credential.level,
            "validFor": credential.valid_for,
            "license": credential.licence,
            "keywords": list(credential.tags),
            "competencyRequired": _competencies(credential),
            "image": at.picture(
                credential.slug,
                credential.version,
                definition.picture.extension if definition.picture else drawing.IN_DOCUMENTS,
            ),
            "recognizedBy": {
                "@type": "Organization",
                "name": site.issuer.name,
                "url": site.issuer.url,
            },
        }
    )


def _competencies(credential: Credential) -> list[object]:
    own: list[object] = [credential.competency] if credential.competency else []
    return own + [
        {
            "@type": "DefinedTerm",
            "name": skill.name,
            "url": skill.url,
            **({"inDefinedTermSet": skill.framework} if skill.framework else {}),
            **({"termCode": skill.code} if skill.code else {}),
        }
        for skill in credential.skills
    ]


def _embedded(value: dict[str, object]) -> Markup:
    present = {name: each for name, each in value.items() if each not in (None, [])}
    text = orjson.dumps(present).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704 -- nothing is left that HTML would read

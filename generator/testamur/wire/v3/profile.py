"""Open Badges 3.0: who awards, as a Profile."""

from __future__ import annotations

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses, logo_path
from testamur.model.site import Site
from testamur.wire.v3.parts import identifier_entry, image, present


def profile(site: Site) -> JsonObject:
    """The issuer (OB 3.0, Profile)."""
    at, issuer = Addresses(site.base_url), site.issuer
    identifiers: list[JsonValue] = [
        identifier_entry(f"ext:{each.type}", each.value) for each in issuer.identifiers
    ]
    if issuer.legal_name:
        identifiers.append(identifier_entry("ext:legalName", issuer.legal_name))
    return present(
        id=at.did,
        type=["Profile"],
        name=issuer.name,
        url=issuer.url,
        description=issuer.description,
        email=issuer.email,
        image=image(at.of(logo_path(site.logo.extension))) if site.logo else None,
        otherIdentifier=identifiers,
    )

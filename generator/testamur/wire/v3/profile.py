"""Open Badges 3.0: who awards, as a Profile."""

from __future__ import annotations

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses, logo_path
from testamur.model.issuer import Identifier, Party, PostalAddress
from testamur.model.site import Site
from testamur.model.vocabulary import IDENTITY_TYPES
from testamur.wire.v3.parts import identifier_entry, image, present


def profile(site: Site) -> JsonObject:
    """The issuer (OB 3.0, Profile)."""
    at, issuer = Addresses(site.base_url), site.issuer
    numbers: list[JsonValue] = [identifier(each) for each in issuer.identifiers]
    if issuer.legal_name:
        numbers.append(identifier_entry("ext:legalName", issuer.legal_name))
    return present(
        id=at.did,
        type=["Profile"],
        name=issuer.name,
        url=issuer.url,
        description=issuer.description,
        email=issuer.email,
        phone=issuer.phone,
        address=_address(issuer.address) if issuer.address else None,
        official=issuer.official,
        parentOrg=party(issuer.parent) if issuer.parent else None,
        image=image(at.of(logo_path(site.logo.extension))) if site.logo else None,
        otherIdentifier=numbers,
    )


def party(other: Party) -> JsonObject:
    """Somebody beside the issuer (OB 3.0, Profile), the same wherever they stand."""
    return present(id=other.id, type=["Profile"], name=other.name, url=other.url, email=other.email)


def identifier(number: Identifier) -> JsonObject:
    """OB 3.0, IdentifierEntry: what its list of types lacks begins with `ext:`."""
    known = number.type in IDENTITY_TYPES or number.type.startswith("ext:")
    return identifier_entry(number.type if known else f"ext:{number.type}", number.value)


def _address(address: PostalAddress) -> JsonObject:
    """OB 3.0, Address."""
    return present(
        type=["Address"],
        streetAddress=address.street,
        postOfficeBoxNumber=address.post_office_box,
        postalCode=address.postal_code,
        addressLocality=address.locality,
        addressRegion=address.region,
        addressCountry=address.country,
        addressCountryCode=address.country_code,
    )

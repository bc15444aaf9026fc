"""Small objects that several classes of Open Badges 3.0 share."""

from __future__ import annotations

from testamur.crypto.strict_json import JsonObject, JsonValue


def present(**properties: JsonValue) -> JsonObject:
    """Properties without a value are left out: the specification knows no null and no empty list."""
    return {
        name: str(value) if isinstance(value, str) else value
        for name, value in properties.items()
        if value is not None and value not in ([], "")
    }


def image(address: str, caption: str | None = None) -> JsonObject:
    return present(id=address, type="Image", caption=caption)


def identifier_entry(type_: str, value: str) -> JsonObject:
    return {"type": "IdentifierEntry", "identifier": value, "identifierType": type_}

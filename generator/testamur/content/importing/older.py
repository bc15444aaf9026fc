"""
Open Badges 2.0 as files: hosted badges, what was earned, and who issued it. Nothing is fetched.

A badge in a file proves nothing. Whoever imports it says that they awarded it, and the awards made
of it are theirs.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import md5, sha256

from testamur.content.importing.sheet import Sheet
from testamur.crypto.strict_json import JsonObject, JsonValue

_HASHED = re.compile(r"(sha256|md5)\$([0-9a-fA-F]{32,64})")
_DATA_URI = re.compile(r"data:image/(?:png|svg\+xml)(?:;charset=[\w-]+)?;base64,(.+)", re.DOTALL)
_REVOKED = "it was revoked there"


@dataclass(frozen=True, slots=True)
class Library:
    """What stands in the files at hand."""

    documents: Mapping[str, JsonObject] = field(default_factory=dict)
    """By their own id, or by the address that their place in a folder stands for."""
    pictures: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    """By address, and by the file's name alone; read when they are wanted."""

    def linked(self, value: JsonValue) -> JsonObject | None:
        """What a property leads to: the document of that address, or what stands there itself."""
        address = address_of(value)
        if address is not None and address in self.documents:
            return self.documents[address]
        return value if isinstance(value, dict) and len(value) > 1 else None

    def picture(self, value: JsonValue) -> bytes | None:
        """The picture that an `image` leads to, or that it holds."""
        address = address_of(value)
        if address is None:
            return None
        if found := _DATA_URI.fullmatch(address):
            try:
                return base64.b64decode(found[1], validate=True)
            except binascii.Error:
                return None
        read = self.pictures.get(address) or self.pictures.get(address.rpartition("/")[2])
        return read() if read else None


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str


class Roll:
    """The people whom hashed badges could be for."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = tuple(people)
        self._by_email = {each.email.lower(): each for each in self._people}

    def named(self, email: str) -> str | None:
        """The name of whoever has this address."""
        found = self._by_email.get(email.strip().lower())
        return found.name if found else None

    def whose(self, identity: str, salt: str) -> Person | None:
        """The person whose address was hashed."""
        match = _HASHED.fullmatch(identity)
        if match is None:
            return None
        digest = sha256 if match[1] == "sha256" else md5
        for person in self._people:
            for email in {person.email, person.email.lower()}:
                made = digest((email + salt).encode()).hexdigest()
                if hmac.compare_digest(made, match[2].lower()):
                    return person
        return None


@dataclass(frozen=True, slots=True)
class Badge:
    """A hosted badge, as far as a record can say it."""

    id: str
    name: str
    email: str
    awarded: str
    """As it was written there."""
    what: str
    """The address of the badge class; empty where it has none."""
    definition: JsonObject | None
    """The badge class, if it is at hand."""
    expires: str = ""
    narrative: str = ""
    evidence_url: str = ""
    evidence_narrative: str = ""
    withdrawn: str | None = None


class NotImported(ValueError):
    """Why no record can be made of a badge; a clause. `hint` says what to do."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.hint = hint


def badge(document: JsonObject, library: Library, roll: Roll) -> Badge:
    """What a hosted badge says. Raises NotImported."""
    if not is_badge(document):
        raise NotImported("it is no badge of Open Badges 2.0")
    id_ = text(document, "id")
    if not id_:
        raise NotImported("it does not say its own address")
    what = document.get("badge")
    definition = library.linked(what)
    withdrawn = _REVOKED if document.get("revoked") is True else None
    if withdrawn and "recipient" not in document:
        # What is left at the address of a revoked badge.
        return Badge(id_, "", "", "", address_of(what) or "", definition, withdrawn=withdrawn)
    name, email = _recipient(document, roll)
    evidence = next(_list(document.get("evidence")), None)
    own = evidence if isinstance(evidence, dict) else {}
    return Badge(
        id=id_,
        name=name,
        email=email,
        awarded=text(document, "issuedOn"),
        what=address_of(what) or "",
        definition=definition,
        expires=text(document, "expires"),
        narrative=text(document, "narrative"),
        evidence_url=text(own, "id") if own else (evidence if isinstance(evidence, str) else ""),
        evidence_narrative=text(own, "narrative"),
        withdrawn=withdrawn,
    )


def is_badge(document: JsonValue) -> bool:
    """Whether it is a badge at all, and not what was earned or who issued it."""
    return isinstance(document, dict) and "Assertion" in _list(document.get("type"))


def address_of(value: JsonValue) -> str | None:
    """The address that a property names, bare or as the `id` of what stands there."""
    own = value.get("id") if isinstance(value, dict) else value
    return own if isinstance(own, str) and own else None


def text(document: JsonObject, name: str) -> str:
    """A text of a document, trimmed; empty where there is none."""
    found = document.get(name)
    return found.strip() if isinstance(found, str) else ""


def people(sheet: Sheet, columns: Mapping[str, str]) -> Iterator[Person]:
    """Whoever a table of names and addresses names; `columns` as in a reading."""
    places = {own: sheet.header.index(name) for name, own in columns.items()}
    for line in sheet.lines:
        cells = {own: " ".join(line.cells[place].split()) for own, place in places.items()}
        parts = (cells.get(part, "") for part in ("first_name", "middle_name", "last_name"))
        name = cells.get("name") or " ".join(part for part in parts if part)
        if name and cells.get("email"):
            yield Person(name, cells["email"])


def _recipient(document: JsonObject, roll: Roll) -> tuple[str, str]:
    recipient = document.get("recipient")
    if not isinstance(recipient, dict):
        raise NotImported("it does not say whom it was awarded to")
    if text(recipient, "type") != "email":
        raise NotImported("it was not awarded to an e-mail address")
    identity = text(recipient, "identity")
    if recipient.get("hashed") is True or _HASHED.fullmatch(identity):
        person = roll.whose(identity, text(recipient, "salt"))
        if person is None:
            raise NotImported(
                "the address of its recipient is hashed, which cannot be undone",
                "give a table of names and addresses that has them: --people FILE",
            )
        return person.name, person.email
    profile = document.get("extensions:recipientProfile")
    name = roll.named(identity) or (text(profile, "name") if isinstance(profile, dict) else "")
    if not name:
        raise NotImported(
            "it does not hold the recipient's name",
            "give a table of names and addresses that has it: --people FILE",
        )
    return name, identity


def _list(value: JsonValue) -> Iterator[JsonValue]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value

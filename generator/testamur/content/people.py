"""
Who a record is about, where the record itself does not say: in a sealed box, or in a private table.

Nothing that is found inside is ever repeated in a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from testamur.content import decode
from testamur.content.fields import validate
from testamur.content.records.award import RecipientFields
from testamur.content.rules import SEALED_RECIPIENT, UNKNOWN_PERSON
from testamur.content.yamltext import Raw
from testamur.crypto import strict_json
from testamur.crypto.boxes import MAX_BOX, BoxError
from testamur.model.award import Hidden, Hiding, Recipient, Record
from testamur.problems import Problem

Unseal = Callable[[str], bytes]
"""Opens a box. Raises BoxError."""


@dataclass(frozen=True, slots=True)
class People:
    """What opens records; without either they stay closed."""

    unseal: Unseal | None = None
    table: Mapping[str, Recipient] | None = None
    """Recipients by the name that records give them."""


class NoRecipient(ValueError):
    """Fields that are no recipient; which field, never what it says."""


def opened(records: Iterable[Record], people: People, log: list[Problem]) -> Iterator[Record]:
    """The records, each opened as far as may be; what is wrong inside one in `log`."""
    for record in records:
        hidden = record.hidden
        found: Recipient | None = None
        if hidden and hidden.how is Hiding.SEALED and people.unseal:
            found = _unsealed(record, hidden, people.unseal, log)
        elif hidden and hidden.how is Hiding.PERSON and people.table is not None:
            found = people.table.get(hidden.text)
            if found is None:
                detail = f"the people's list has nobody called {hidden.text}"
                hint = "add a line for them there, or mend the name here"
                route = ("recipient", "person")
                log.append(UNKNOWN_PERSON.at(record.subject, route, detail, hint))
        if found is None or hidden is None:
            yield record
        else:
            yield replace(record, recipient=found, hidden=replace(hidden, opened=True))


def recipient(raw: Raw) -> Recipient:
    """The recipient that plain fields describe. Raises NoRecipient."""
    if isinstance(raw, dict) and not {"sealed", "person"}.isdisjoint(raw):
        raise NoRecipient("it is hidden once more")
    log: list[Problem] = []
    fields = validate(RecipientFields, raw, "", log)
    if fields is None:
        names = dict.fromkeys(str(each.route[0]) for each in log if each.route)
        known = [name for name in names if name in RecipientFields.model_fields]
        raise NoRecipient(
            f"`{known[0]}` is none that can be published" if known else "it has other fields"
        )
    if fields.name is None:
        raise NoRecipient("`name` is missing")
    return decode.recipient(fields)


def _unsealed(
    record: Record, hidden: Hidden, unseal: Unseal, log: list[Problem]
) -> Recipient | None:
    route = ("recipient", "sealed")
    try:
        inside = strict_json.parse(unseal(hidden.text), max_bytes=MAX_BOX)
        return recipient(_as_raw(inside))
    except BoxError as error:
        detail, hint = f"`sealed` {error}", "seal it again: `testamur seal --help`"
    except NoRecipient as error:
        detail = f"what is sealed is no recipient: {error}"
        hint = "seal the right fields again: `testamur seal --help`"
    except ValueError:
        detail, hint = "what is sealed is no JSON", "seal it again: `testamur seal --help`"
    log.append(SEALED_RECIPIENT.at(record.subject, route, detail, hint))
    return None


def _as_raw(inside: strict_json.JsonValue) -> Raw:
    """Texts and texts by name; as an author would have written them."""
    if not isinstance(inside, dict):
        raise NoRecipient("it has no fields")
    raw: dict[str, Raw] = {}
    for name, value in inside.items():
        if isinstance(value, dict):
            raw[name] = {key: str(each) for key, each in value.items()}
        elif isinstance(value, bool):
            raw[name] = "true" if value else "false"
        elif isinstance(value, str):
            raw[name] = value
        else:
            raise NoRecipient("its fields are texts")
    return raw

"""The permanent record, turned into what its page shows."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from testamur.crypto.keys import PublicKey
from testamur.pages import views
from testamur.pages.language import Language
from testamur.pages.place import Place
from testamur.pages.views import KeyHistory
from testamur.register.entries import KeyAction, KeyEntry
from testamur.register.register import Register


def record(register: Register, words: Language, place: Place) -> views.Record:
    """What it is, how large, and whose keys."""
    at = register.addresses
    return views.Record(
        entries=words.number(register.size),
        as_of=words.moment(register.as_of) if register.as_of else Markup(""),
        documents=views.Link(at.of(at.did_path), place.file(at.did_path)),
        checkpoint=place.beside("checkpoint"),
        keys=tuple(sorted(_keys(register, words), key=lambda key: not key.current)),
    )


def key_histories(register: Register, words: Language) -> Iterator[KeyHistory]:
    """Every key with all that was entered about it."""
    events: dict[PublicKey, list[Markup]] = {}
    for entry in register.entries:
        fact = entry.fact
        if isinstance(fact, KeyEntry):
            said = words.phrase(f"key.{fact.action}", date=words.date(entry.day))
            events.setdefault(fact.key, []).append(said)
    for key, facts in register.keys.items():
        yield KeyHistory(
            role=words[f"key.{facts[0].role}"],
            text=key.short,
            events=tuple(events[key]),
            current=facts[-1].action is KeyAction.ADD,
        )


def _keys(register: Register, words: Language) -> Iterator[views.Key]:
    days = {
        (entry.fact.key, entry.fact.action): entry.day
        for entry in register.entries
        if isinstance(entry.fact, KeyEntry)
    }
    for key, facts in register.keys.items():
        last = facts[-1]
        yield views.Key(
            role=words[f"key.{last.role}"],
            text=key.short,
            state=words.phrase(f"key.{last.action}", date=words.date(days[key, last.action])),
            current=last.action is KeyAction.ADD,
        )

"""What lacks a signature in another serialisation, and which of them cannot be had at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from testamur.changes.plan import Action, Change, Finding
from testamur.changes.rules import ASSERTION_KEY_WITHOUT_EMAIL, FORMAT_WITHOUT_KEY
from testamur.issue.derive import called_for, lacking
from testamur.model.site import Site
from testamur.register.entries import Entry, Role
from testamur.register.keys import AnnouncedKey, due_entries, in_use
from testamur.register.register import Register

_SITE = "content/site.yaml"


def serialisations(
    site: Site, register: Register, announced: Sequence[AnnouncedKey], today: date
) -> Iterator[Finding]:
    """Of the awards that stand; those that are issued now are signed in every format at once."""
    due = due_entries(register, tuple(announced), today)
    if due:
        # As the log will be: a key that is announced signs in the run that enters it.
        entries = (*register.entries, *(Entry(today, fact) for fact in due))
        register = replace(register, entries=entries)
    if in_use(register, Role.ASSERTION) and not site.hosts_v2:
        yield ASSERTION_KEY_WITHOUT_EMAIL.at(
            _SITE,
            ("issuer", "email"),
            "keys/ announces a key for signed assertions, and the issuer has no e-mail address",
            "write `email`, or write `ended` with a day into the key's file",
        )
        return
    for number, format_ in enumerate(site.formats):
        if format_ not in called_for(register):
            yield FORMAT_WITHOUT_KEY.at(
                _SITE,
                ("formats", number),
                f"no key that is announced in keys/ can sign {format_}",
                "make one with `testamur keys new --role jwt`, or take the format out",
            )
    for document, _formats in lacking(register, site.formats):
        yield Change(Action.SERIALISE, award=register.awards[document.award])

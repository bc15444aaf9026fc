"""
What other systems call the columns of the files that they give out.

docs/importing.md says of each where it was read, and which names are from memory. A file that a
preset does not fit is read with `--map`, which is remembered.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from testamur.content import cohort
from testamur.content.importing.days import Order

OF_A_RECORD = (
    "credential",
    "name",
    "email",
    "awarded",
    "key",
    "expires",
    "did",
    "display",
    "share_name",
    "route",
    "narrative",
    "language",
    "activity_start",
    "activity_end",
    "term",
    "role",
    "licence_number",
    *(name for name in cohort.FIELDS if name.startswith("evidence_")),
)
"""Columns of a cohort that a file may give; what became of an award is not imported."""

OF_A_FILE = {
    "first_name": "the first part of the name",
    "middle_name": "the part between",
    "last_name": "the last part of the name",
    "badge": "what the other system calls the credential, its name or its number",
    "id": "the other system's own number of the award, by which it is known again",
    "award": "our own public id, in a file that `testamur report` wrote",
    "score": "what was reached; below the pass mark there is no award",
    "pass_mark": "what had to be reached, where each row says so",
    "state": "`revoked`, `rejected` or `suspended` (or `true`, `yes`) where the award does not stand",
}
"""Fields beside these, and what each means."""

FIELDS = (*OF_A_RECORD, *OF_A_FILE)


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    title: str
    columns: Mapping[str, Sequence[str]]
    """By field, the names that its column may have; the first that is there counts."""
    marks: Sequence[str] = ()
    """Columns by which a file of this kind is recognised: all of them."""
    dates: Order | None = None
    """The order of day, month and year that the system writes."""
    unfinished: str | None = None
    """Why there is no award where `awarded` is empty; None where that is a mistake."""
    also: Sequence[Sequence[str]] = field(default=())
    """Other sets of columns by which it is recognised."""


_ADDRESSES = (
    *("Email", "E-mail", "Mail", "Email address", "E-mail address"),
    *("E-Mail-Adresse", "Courriel", "Adresse e-mail", "Correo", "Correo electrónico"),
)
_FIRST_NAMES = ("First name", "Given name", "Vorname", "Prénom", "Nombre")

PRESETS: tuple[Preset, ...] = (
    Preset(
        "credly",
        "Credly: issued badges and bulk issue",
        {
            "badge": ("Badge Template ID", "Badge Name", "Badge Template Name"),
            "email": ("Issued to Email", "Recipient Email", "Earner Email"),
            "first_name": ("Issued to First Name", "First Name"),
            "middle_name": ("Issued to Middle Name", "Middle Name"),
            "last_name": ("Issued to Last Name", "Last Name"),
            "awarded": ("Issue Date", "Issued At", "Issued at date"),
            "expires": ("Expiration Date", "Expires At"),
            "id": ("Earner Badge ID",),
            "state": ("Status",),
            "evidence_name": ("Evidence Name",),
            "evidence_url": ("Evidence URL",),
        },
        marks=("Badge Template ID",),
        dates=Order.MDY,
    ),
    Preset(
        "accredible",
        "Accredible: credentials",
        {
            "badge": ("Group Name", "group.name", "Group", "Group ID"),
            "name": ("Recipient Name", "recipient.name"),
            "email": ("Recipient Email", "recipient.email"),
            "awarded": ("Issued On", "Issue Date", "credential.issued_on"),
            "expires": ("Expired On", "Expiry Date", "credential.expired_on"),
            "id": ("Credential ID", "credential.id"),
        },
        marks=("Recipient Name", "Recipient Email"),
        also=(("recipient.name", "recipient.email"),),
        dates=Order.MDY,
    ),
    Preset(
        "badgr",
        "Badgr, Canvas Badges and Canvas Credentials: awards and bulk award",
        {
            "badge": ("Badge Class ID", "Badge Class Name", "Badge Class", "Badge Name"),
            "email": (
                "Identifier (email address, URL, or phone number)",
                "Identifier",
                "Recipient Identifier",
                "Recipient Email",
                "Email",
            ),
            "name": ("Recipient Name",),
            "first_name": ("First Name",),
            "last_name": ("Last Name",),
            "awarded": ("Issue Date", "Issued On"),
            "expires": ("Expiration Date", "Expires"),
            "narrative": ("Narrative",),
            "evidence_narrative": ("Evidence Narrative",),
            "evidence_url": ("Evidence URL",),
            "id": ("Assertion ID", "Award ID"),
            "state": ("Revoked",),
        },
        marks=("Badge Class ID",),
        also=(
            ("Identifier (email address, URL, or phone number)",),
            ("Badge Class Name",),
            ("Identifier", "Issue Date"),
            ("Email", "Recipient Name", "Evidence URL"),
        ),
    ),
    Preset(
        "moodle-grades",
        "Moodle: grades of a course",
        {
            "first_name": ("First name",),
            "last_name": ("Last name", "Surname"),
            "email": ("Email address",),
            "score": (
                "Course total (Real)",
                "Course total (Percentage)",
                "Course total",
            ),
        },
        marks=("Last downloaded from this course", "Email address"),
    ),
    Preset(
        "moodle-completion",
        "Moodle: completion of a course",
        {
            "name": ("Name", "Full name"),
            "first_name": ("First name",),
            "last_name": ("Last name", "Surname"),
            "email": ("Email address", "Email"),
            "awarded": ("Course complete", "Completion date"),
        },
        marks=("Course complete",),
        unfinished="has not completed the course",
    ),
    Preset(
        "moodle-badges",
        "Moodle: recipients of badges",
        {
            "badge": ("Badge name", "Badge", "Name"),
            "name": ("Full name", "Recipient"),
            "first_name": ("First name", "firstname"),
            "last_name": ("Last name", "Surname", "lastname"),
            "email": ("Email address", "email"),
            "awarded": ("Date issued", "Issued"),
            "expires": ("Expiry date", "Date expires"),
        },
        marks=("Date issued",),
        also=(("firstname", "lastname", "badge"),),
    ),
    Preset(
        "exam",
        "Results of an exam: name, address, score",
        {
            "name": ("Name", "Full name", "Candidate"),
            "first_name": ("First name",),
            "last_name": ("Last name", "Surname"),
            "email": ("Email", "E-mail", "Email address", "E-mail address"),
            "score": ("Score", "Points", "Marks", "Total"),
            "pass_mark": ("Pass mark", "Passing score", "Pass score"),
            "awarded": ("Awarded", "Date", "Exam date", "Date of exam"),
            "credential": ("Credential",),
        },
        marks=("Score",),
        also=(("Points",), ("Marks",)),
    ),
    Preset(
        "testamur",
        "A cohort, or what `testamur report` wrote",
        {
            **{name: (name,) for name in OF_A_RECORD},
            "award": ("award",),
            "state": ("state",),
        },
        marks=("credential", "name", "awarded"),
    ),
    # Behind all others: what somebody typed, or saved from a form.
    Preset(
        "table",
        "A table of names and addresses",
        {
            "name": ("Name", "Full name", "Recipient", "Participant"),
            "first_name": _FIRST_NAMES,
            "last_name": ("Last name", "Surname", "Family name", "Nachname", "Nom", "Apellidos"),
            "email": _ADDRESSES,
            "awarded": ("Awarded", "Date awarded", "Award date", "Date", "Datum", "Fecha"),
            "expires": ("Expires", "Expiry date", "Valid until"),
            "credential": ("Credential",),
            "badge": ("Badge",),
        },
        marks=("Name", "Email"),
        also=tuple(
            (name, address)
            for name in (
                "Name",
                "Full name",
                "Recipient",
                "Participant",
                *_FIRST_NAMES,
            )
            for address in _ADDRESSES
        ),
    ),
)

PEOPLE = Preset(
    "people",
    "Names and addresses",
    {
        "name": ("Name", "Full name", "Recipient Name"),
        "first_name": ("First name",),
        "middle_name": ("Middle name",),
        "last_name": ("Last name", "Surname"),
        "email": ("Email", "E-mail", "Email address", "E-mail address", "Recipient Email"),
    },
)
"""Not one of those to choose from: whom the badges of a folder could be for."""

BY_NAME = {preset.name: preset for preset in PRESETS}
TABLE = BY_NAME["table"]


def is_result(name: str) -> bool:
    """Whether a field is one of a result: `result.exam`, `level.care`, `status.exam`."""
    prefix, dot, id_ = name.partition(".")
    return prefix in {"result", "level", "status"} and bool(dot and id_)


def folded(column: str) -> str:
    """A column's name as far as it matters: `credential.issued_on` is `Credential Issued On`."""
    plain = unicodedata.normalize("NFKC", column).casefold()
    return " ".join(plain.replace("_", " ").replace(".", " ").replace("-", " ").split())


def recognised(header: Sequence[str]) -> Preset | None:
    """The preset whose marks the columns bear; the first where several are."""
    there = {folded(name) for name in header}
    for preset in PRESETS:
        for marks in (preset.marks, *preset.also):
            if {folded(mark) for mark in marks} <= there:
                return preset
    return None


def columns(preset: Preset, header: Sequence[str]) -> dict[str, str]:
    """By column of the file, the field that the preset reads out of it."""
    there = {folded(name): name for name in header}
    found: dict[str, str] = {}
    for field_, names in preset.columns.items():
        own = (there.get(folded(name)) for name in names)
        column = next((each for each in own if each is not None and each not in found), None)
        if column is not None:
            found[column] = field_
    if preset is BY_NAME["testamur"]:
        found |= {column: column for column in header if is_result(column)}
    # Beside a first name alone, what is called a name is the last one.
    fields = {*found.values()}
    if "first_name" in fields and "last_name" not in fields:
        found = {
            column: "last_name" if folded(column) == "name" else name
            for column, name in found.items()
        }
    # The whole name says more than its parts.
    if "name" in found.values():
        parts = {"first_name", "middle_name", "last_name"}
        found = {column: name for column, name in found.items() if name not in parts}
    return found

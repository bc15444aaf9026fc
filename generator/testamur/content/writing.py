"""A new award as the text of its file: written as a careful person would, and read back the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import yaml

from testamur.content import decode, yamltext
from testamur.content.records.award import AwardFields
from testamur.model.award import Display, Recipient, Record

_KEY = "key:"
_WIDTH = 88

_Value = str | date | Sequence["_Value"] | Mapping[str, "_Value"]


def award_text(record: Record, comment: str) -> str:
    """
    YAML of a record that was never issued and is known by its key, below a comment.

    Covers what somebody writes when they award: recipient, days, evidence and narrative. Raises
    ValueError for a record that would not be read back as what it is.
    """
    fields: dict[str, _Value] = {
        "key": record.identity.removeprefix(_KEY),
        "credential": record.credential,
        "recipient": _recipient(record.recipient),
        "awarded": record.awarded,
    }
    if record.expires:
        fields["expires"] = record.expires
    if record.evidence:
        fields["evidence"] = [
            {"name": each.name, **({"url": each.url} if each.url else {})}
            for each in record.evidence
        ]
    if record.narrative:
        fields["narrative"] = record.narrative
    lines = "".join(f"# {line}\n" for line in comment.splitlines())
    text = lines + yaml.dump(
        fields, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    if _read_back(text, record) != record:
        raise ValueError("this award says more than can be written for it")
    return text


class _Dumper(yaml.SafeDumper):
    """Items of a list stand further in than its name, and nothing is said by reference."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # as PyYAML has it
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # as PyYAML has it
        return True


def _recipient(recipient: Recipient) -> _Value:
    fields: dict[str, _Value] = {"name": recipient.name}
    if recipient.email:
        fields["email"] = recipient.email
    if recipient.did:
        fields["did"] = recipient.did
    if recipient.identifiers:
        fields["identifiers"] = {each.type: each.value for each in recipient.identifiers}
    if recipient.display is not Display.FULL:
        fields["display"] = recipient.display.value
    return fields


def _read_back(text: str, record: Record) -> Record | None:
    node, faults = yamltext.compose(text)
    if node is None or faults:
        return None
    fields = AwardFields.model_validate(yamltext.plain(node))
    return decode.record(fields, f"{_KEY}{fields.key}", record.subject, record.source)

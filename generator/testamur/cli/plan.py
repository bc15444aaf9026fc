"""The plan of what issuing would do, for people and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from testamur.changes import Action, Change, Plan
from testamur.cli.report import escaped
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.status import in_full
from testamur.problems import errors
from testamur.register.entries import KeyAction

_MOST_LINES = 12

_HEADINGS = {
    Action.KEY: ("entry about a key", "entries about keys"),
    Action.DEFINE: ("credential to publish", "credentials to publish"),
    Action.PATHWAY: ("new pathway", "new pathways"),
    Action.PATHWAY_CHANGE: ("changed pathway", "changed pathways"),
    Action.AWARD: ("new award", "new awards"),
    Action.CORRECT: ("correction", "corrections"),
    Action.RENEW: ("renewal", "renewals"),
    Action.REINSTATE: ("reinstatement", "reinstatements"),
    Action.SUSPEND: ("suspension", "suspensions"),
    Action.REVOKE: ("revocation", "revocations"),
    Action.MOVE: ("renamed record", "renamed records"),
    Action.FORGET: ("award to be forgotten", "awards to be forgotten"),
    Action.RECORD: ("learner record", "learner records"),
    Action.RETIRE: ("learner record to be erased", "learner records to be erased"),
    Action.SERIALISE: ("award to sign in another format", "awards to sign in other formats"),
}

_KEY_ACTIONS = {
    KeyAction.ADD: "add",
    KeyAction.END: "end",
    KeyAction.COMPROMISED: "enter the loss of",
}


def plan_as_text(plan: Plan) -> str:
    """What issuing would do, a group for each kind; long groups are counted by credential."""
    if not plan.changes:
        return "nothing to issue\n" if not errors(plan.problems) else ""
    return "".join(f"{line}\n" for line in _lines(plan))


def plan_in_a_line(plan: Plan | None) -> str:
    """What there is of each kind: `2 new awards, 1 correction`."""
    counts = [(len(plan.of(action)), names) for action, names in _HEADINGS.items()] if plan else []
    words = [f"{count:,} {one if count == 1 else many}" for count, (one, many) in counts if count]
    return ", ".join(words) or "nothing new"


def plan_as_json(plan: Plan) -> JsonValue:
    """One object for each change, with the fields that apply to it."""
    return [change_as_json(change) for change in plan.changes]


def change_as_json(change: Change) -> JsonObject:
    """One change, with the fields that apply to it."""
    found: JsonObject = {"action": change.action.value}
    if change.key:
        found["role"] = change.key.role.value
        found["key"] = change.key.key.multibase
        found["key_action"] = change.key.action.value
    if change.credential:
        found["credential"] = change.credential.slug
        found["version"] = change.credential.version
    if change.pathway:
        found["pathway"] = change.pathway.slug
    if change.record:
        found["record"] = change.record.subject
        found["recipient"] = change.record.recipient.name
    if change.award:
        found["award"] = change.award.id
        found["number"] = change.award.newest.entry + 1
    if change.enrolment:
        found["learner"] = change.enrolment.learner.subject
        found["recipient"] = change.enrolment.learner.recipient.name
        found["awards"] = len(change.enrolment.records)
    if change.retired:
        found["learner_record"] = change.retired.learner
    if change.note:
        found["date"] = change.note.day.isoformat()
        found["reason"] = change.note.reason
        if change.note.code:
            found["code"] = change.note.code.value
        if change.note.replaced_by:
            found["replaced_by"] = change.note.replaced_by
    return found


def described(change: Change) -> str:
    """One change in a line: whose, of what, which number, and why."""
    if change.key:
        return f"{_KEY_ACTIONS[change.key.action]} the {change.key.role} key {change.key.key.short}"
    if change.pathway:
        return escaped(change.pathway.name)
    if change.enrolment or change.retired:
        return escaped(_record(change))
    words = [_credential(change)]
    if change.record:
        words.insert(0, f"{change.record.recipient.name}:")
    if change.award:
        words.append(f"(no. {change.award.newest.entry + 1})")
    if change.note:
        words.append(f"- {in_full(change.note.reason, change.note.code)}")
    return escaped(" ".join(words))


def _lines(plan: Plan) -> Iterator[str]:
    yield "issuing would make:"
    for action, (one, many) in _HEADINGS.items():
        changes = plan.of(action)
        if not changes:
            continue
        yield f"  {len(changes):,} {one if len(changes) == 1 else many}"
        if len(changes) <= _MOST_LINES:
            yield from (f"    {described(change)}" for change in changes)
        elif action not in {Action.RECORD, Action.RETIRE}:
            counted = Counter(_credential(change) for change in changes)
            yield from (f"    {number:,} of {name}" for name, number in sorted(counted.items()))


def _record(change: Change) -> str:
    """A learner's record, and how much is in it."""
    enrolment, retired = change.enrolment, change.retired
    if enrolment is None:
        return f"(no. {retired.entry + 1}), which its learner no longer wants" if retired else ""
    held = len(enrolment.records)
    awards = f"{held:,} award{'' if held == 1 else 's'}"
    whose = f"{enrolment.learner.recipient.name}: {awards}"
    if enrolment.existing is None:
        return whose
    return f"{whose} (replaces no. {enrolment.existing.entry + 1})"


def _credential(change: Change) -> str:
    if change.pathway:
        return change.pathway.name
    if change.credential:
        return f"{change.credential.name} v{change.credential.version}"
    return change.award.newest.definition[0] if change.award else ""

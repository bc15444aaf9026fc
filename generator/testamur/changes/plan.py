"""What issuing would do now, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from testamur.issue.drafts import Happening
from testamur.model.award import Forgotten, Note, Record
from testamur.model.credential import Credential
from testamur.model.learner import Learner
from testamur.model.pathway import Pathway
from testamur.model.status import Change as Step
from testamur.problems import Problem
from testamur.register.awards import Award
from testamur.register.entries import KeyEntry
from testamur.register.learners import LearnerRecord
from testamur.wire.clr import Holding


class Action(StrEnum):
    KEY = "key"
    DEFINE = "define"
    PATHWAY = "pathway"
    PATHWAY_CHANGE = "pathway-change"
    AWARD = "award"
    CORRECT = "correct"
    RENEW = "renew"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    MOVE = "move"
    FORGET = "forget"
    RECORD = "record"
    RETIRE = "retire"
    SERIALISE = "serialise"


_STEPS = {
    Action.CORRECT: Step.CORRECTED,
    Action.RENEW: Step.RENEWED,
    Action.SUSPEND: Step.SUSPENDED,
    Action.REINSTATE: Step.REINSTATED,
    Action.REVOKE: Step.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a learner's record holds once the plan is carried out."""

    learner: Learner
    records: tuple[Record, ...]
    """Of the awards inside, in the order of their days."""
    holding: Holding
    intent: str
    """Digest of what the learner's file and the definitions say."""
    existing: LearnerRecord | None
    """The one to be replaced; None for the first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that issuing would do."""

    action: Action
    credential: Credential | None = None
    """Of `define`: as it is now. Of a record: the version it is issued under."""
    record: Record | None = None
    award: Award | None = None
    """The one it is about; None for one that was never issued."""
    note: Note | None = None
    forgotten: Forgotten | None = None
    key: KeyEntry | None = None
    pathway: Pathway | None = None
    enrolment: Enrolment | None = None
    retired: LearnerRecord | None = None
    """The learner's record that is to be erased."""

    @property
    def happening(self) -> Happening | None:
        """The step that enters the award's history."""
        if self.note is None or self.action not in _STEPS:
            return None
        note = self.note
        return Happening(
            _STEPS[self.action],
            note.day,
            note.reason,
            code=note.code,
            replaced_by=note.replaced_by,
        )


def needs_version(change: Change) -> bool:
    """
    Whether the award must be signed anew; the rest leaves what was signed as it is.

    A reinstatement needs it where the suspension was marked in the list of revocations, in which
    no bit is cleared.
    """
    if change.action is Action.REINSTATE:
        return change.award is None or change.award.newest.suspension is None
    return change.action in {Action.CORRECT, Action.RENEW}


Finding = Change | Problem


@dataclass(frozen=True, slots=True)
class Plan:
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    def of(self, action: Action) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.action is action)

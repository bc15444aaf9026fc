"""What `testamur doctor` found on a live site."""

from __future__ import annotations

from dataclasses import dataclass, field

from testamur.commands.remedies import Check
from testamur.crypto.strict_json import JsonObject
from testamur.model.hosts import Host


@dataclass(frozen=True, slots=True)
class Fault:
    check: Check
    address: str
    detail: str
    """A clause without a full stop."""
    hint: str
    breaks: bool = True
    """Whether somebody's verifier fails over it; the rest is advice."""


@dataclass
class Diagnosis:
    """What was looked at, and what is wrong with it."""

    base_url: str
    looked_at: str
    """Where the site was asked for, without a slash at the end."""
    host: Host | None = None
    faults: list[Fault] = field(default_factory=list)
    addresses: int = 0
    """How many were asked for."""
    canaries: dict[str, str] = field(default_factory=dict)
    """By the address of an award, the word it got."""

    @property
    def ok(self) -> bool:
        return not any(fault.breaks for fault in self.faults)

    def as_json(self) -> JsonObject:
        return {
            "site": self.base_url,
            "looked_at": self.looked_at,
            "host": self.host.value if self.host else None,
            "ok": self.ok,
            "addresses": self.addresses,
            "awards": dict(self.canaries),
            "faults": [
                {
                    "check": fault.check.value,
                    "breaks": fault.breaks,
                    "address": fault.address,
                    "detail": fault.detail,
                    "hint": fault.hint,
                }
                for fault in self.faults
            ],
        }

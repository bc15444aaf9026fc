"""After a key was lost: what it signed before is signed again, what it signed after is nobody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import orjson

from testamur.crypto.signer import Signer
from testamur.issue.lint import Linted, lint
from testamur.issue.sign import sign
from testamur.model.status import Change
from testamur.problems import Exit, Problem, RegisterError, Rule
from testamur.register.documents import Document
from testamur.register.register import Register

SIGNED_AFTER_LOSS = Rule(
    "signed-after-loss", "An award was issued after its key was lost", exit=Exit.REGISTER
)


def signed_after_loss(register: Register) -> Iterator[Problem]:
    """What a lost key signed after it was lost is nobody's word, and is not signed again."""
    for key, size in register.lost_keys.items():
        for award in register.awards.values():
            stands = award.withdrawal is None or award.withdrawal.change is not Change.REVOKED
            late = [each for each in award.versions if each.entry >= size]
            if stands and any(each.is_signed_by(key) for each in late):
                yield Problem(
                    SIGNED_AFTER_LOSS,
                    "",
                    (),
                    f"award no. {late[0].entry + 1} was issued after its key was lost",
                    f"revoke it, or run `testamur forget {award.id}`, and issue what is yours anew",
                )


def sign_again(
    register: Register, signer: Callable[[], Signer], moment: datetime, throwaway: Signer
) -> Register:
    """New proofs, over the very same bytes, for what was signed by a key that is lost."""
    lost = register.lost_keys
    documents = dict(register.documents)
    for number, document in register.documents.items():
        if isinstance(document, Document) and any(map(document.is_signed_by, lost)):
            fit = lint(
                orjson.loads(document.unsigned),
                f"award {document.award}",
                register.addresses,
                throwaway,
            )
            if not isinstance(fit, Linted) or fit.unsigned != document.unsigned:
                raise RegisterError(f"award no. {number + 1} cannot be signed again")
            proof = sign(fit, signer(), register.addresses, moment)
            documents[number] = replace(document, proof=proof)
    return replace(register, documents=documents)

"""After a key was lost: what it signed while it was ours is signed again by its successor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import orjson

from testamur.crypto.signer import Signer
from testamur.issue.lint import Linted, lint
from testamur.issue.sign import sign
from testamur.model.status import Change
from testamur.problems import RegisterError
from testamur.register.documents import Document
from testamur.register.register import Register


def sign_again(
    register: Register, signer: Callable[[], Signer], moment: datetime, throwaway: Signer
) -> Register:
    """
    New proofs, over the very same bytes.

    What was signed after the loss is left alone until it is revoked; then it too is signed, so
    that it verifies as what it is: withdrawn.
    """
    lost = register.lost_keys
    documents = dict(register.documents)
    late = {each.entry for each in register.signed_after_loss}
    for number, document in register.documents.items():
        if not isinstance(document, Document) or not any(map(document.is_signed_by, lost)):
            continue
        if number in late and not _is_revoked(register, document):
            continue
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


def _is_revoked(register: Register, document: Document) -> bool:
    withdrawal = register.awards[document.award].withdrawal
    return withdrawal is not None and withdrawal.change is Change.REVOKED

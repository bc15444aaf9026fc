"""
`testamur endorse`: a signed word in favour of somebody else's badges, and how to take it back.

For endorsers, who need no repository: a key of their own is all they keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import orjson

from testamur.commands.files import start_of
from testamur.commands.project import Project
from testamur.commands.published import is_repository
from testamur.commands.targets import target
from testamur.content import urls, values
from testamur.content.refused import Refused
from testamur.crypto.integrity import add_proofs
from testamur.crypto.keyfiles import write_secret
from testamur.crypto.keys import PublicKey
from testamur.crypto.signer import SEED_LENGTH, Ed25519Signer, Signer
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.model.endorsement import WITHDRAWAL_ENDING, Endorser
from testamur.model.ids import URN_BYTES, urn
from testamur.problems import InputRefusedError, KeyRefusedError
from testamur.publish.durable import make_folders, replace_durably
from testamur.verify import endorsement as reading
from testamur.verify.controllers import MAX_DOCUMENT, KeyRefused, read_document
from testamur.verify.dids import web_site
from testamur.verify.endorsement import MAX_ENDORSEMENT, Endorsers
from testamur.verify.writing import Malformed
from testamur.wire import endorsement as wire
from testamur.wire.contexts import contexts
from testamur.wire.did import did_document
from testamur.wire.instants import instant

_UTC_DAY_BEGINS = time(0)


@dataclass(frozen=True, slots=True)
class Hand:
    """With what an endorser signs, as named on the command line."""

    key: str | None = None
    """URI of a key that is kept, or None for a new one."""
    new_key: Path | None = None
    """Where a new key goes."""
    did: str | None = None
    """did:web of the endorser; without it, the key itself is the identifier (did:key)."""
    did_document: Path | None = None
    """The did.json of that did:web; written if there is no such file yet."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an endorser says of themselves, and of what they endorse."""

    name: str
    comment: str
    url: str | None = None
    email: str | None = None
    until: date | None = None
    """The day from which on it counts no more, in UTC."""


def endorse(project: Project, what: str, words: Words, hand: Hand, output: Path) -> Iterator[str]:
    """
    Sign an endorsement of `what`, verify it, write it; says what was done and what comes next.

    Raises InputRefusedError for words that no issuer could publish, KeyRefusedError for a key that
    cannot be used, WorldError for what cannot be read or written. No endorsement is written then.
    """
    about = target(project, what)
    words = _fit(words)
    _refuse_existing(output)
    until = None
    if words.until is not None:
        until = datetime.combine(words.until, _UTC_DAY_BEGINS, tzinfo=project.now.tzinfo)
        if until <= project.now:
            raise InputRefusedError(f"{words.until} is over: it would end before it begins")
    pen = _pen(project, hand)
    endorser = Endorser(pen.did, words.name, words.url, words.email)
    unsigned = wire.endorsement(
        urn(project.draw(URN_BYTES)),
        about,
        endorser,
        words.comment,
        since=project.now.replace(microsecond=0),
        until=until,
    )
    _write(output, pen.sign(unsigned, project.now))
    yield from pen.said
    yield f"{output}: {words.name} endorses {about}"
    yield (
        f"give {output.name} to the issuer, who commits it below content/endorsements/ "
        "of their repository"
    )
    yield from pen.next_steps(output)


def withdraw(
    project: Project, file: Path, reason: str, hand: Hand, output: Path | None
) -> Iterator[str]:
    """
    Sign the withdrawal of the endorsement in `file`, verify it, write it; says so.

    Only its endorser can. Raises as `endorse`.
    """
    try:
        _document, first = reading.read(start_of(file, MAX_ENDORSEMENT))
    except Malformed as why:
        raise InputRefusedError(f"{file} is no endorsement: {why}") from None
    if first.withdraws:
        raise InputRefusedError(f"{file} is a withdrawal already")
    reason = _judged("the reason", values.markdown, reason)
    output = output or file.with_name(f"{file.name.removesuffix('.json')}{WITHDRAWAL_ENDING}")
    _refuse_existing(output)
    moment = project.now.replace(microsecond=0)
    if moment <= first.since:
        raise InputRefusedError(
            f"the endorsement is of {instant(first.since)}, and the clock says {instant(moment)}",
            "a withdrawal is newer than what it withdraws: set the clock, or wait a second",
        )
    did, document = first.endorser if web_site(first.endorser) else None, hand.did_document
    if did is not None and (document is None or not document.is_file()):
        raise InputRefusedError(
            f"the endorser is {did}, whose key document is needed",
            "give the did.json that is published there with --did-document",
        )
    pen = _pen(project, Hand(hand.key, None, did, hand.did_document))
    if pen.did != first.endorser:
        raise KeyRefusedError(
            f"{file} was signed by {first.endorser}, and the key given is another's",
            "only its endorser can withdraw an endorsement, with the key that signed it",
        )
    endorser = Endorser(pen.did, first.name, first.url, first.email)
    unsigned = wire.withdrawal(first.id, first.about, endorser, reason, moment=moment)
    data = pen.sign(unsigned, project.now)
    why_not = reading.why_not_withdrawn(first, reading.read(data)[1])
    if why_not is not None:
        raise InputRefusedError(f"this would withdraw nothing: {why_not}")
    _write(output, data)
    yield f"{output}: {first.name} withdraws the endorsement of {first.about}"
    yield f"give {output.name} to the issuer, who commits it beside {file.name}"


@dataclass(frozen=True, slots=True)
class _Pen:
    """A key, and the identifier that it signs for."""

    signer: Signer
    did: str
    method: str
    document: bytes | None
    """The key document of a did:web."""
    said: tuple[str, ...]
    publish: tuple[Path, str] | None
    """The key document that was written, and the address where it belongs."""

    def sign(self, unsigned: JsonObject, now: datetime) -> bytes:
        """The signed document, verified as a stranger would. Raises InputRefusedError."""
        try:
            proofs = add_proofs(
                unsigned,
                self.signer,
                method=self.method,
                created=str(unsigned["validFrom"]),
                contexts=contexts(),
            )
            signed = {**unsigned, "proof": list(proofs)}
            data = orjson.dumps(signed, option=orjson.OPT_INDENT_2) + b"\n"
            document, said = reading.read(data)
        except ValueError as why:
            raise InputRefusedError(f"this cannot be signed: {why}") from None
        known = {self.did: self.document} if self.document is not None else {}
        checked = Endorsers(reading.key_documents(known), now).check(document, said)
        if not checked.genuine:
            finding = checked.issuer_key if checked.signature.held else checked.signature
            raise InputRefusedError(f"what was signed does not verify: {finding.detail}")
        return data

    def next_steps(self, output: Path) -> Iterator[str]:
        if self.publish is not None:
            file, address = self.publish
            yield f"publish {file} at {address}, and leave it there: it says that the key is yours"
        if self.document is not None:
            yield f"give the issuer the key document along with {output.name}"


def _pen(project: Project, hand: Hand) -> _Pen:
    signer, said = _signer(project, hand)
    key = signer.public_key
    if hand.did is None:
        did = f"did:key:{key.multibase}"
        return _Pen(signer, did, f"{did}#{key.multibase}", None, said, None)
    site, file = web_site(hand.did), hand.did_document
    if site is None or Addresses(site.base_url).did != hand.did:
        raise InputRefusedError(
            f"{hand.did} is no did:web that can be used",
            "write did:web: and your domain; leave --did out to be known by your key alone",
        )
    if file is None:
        raise InputRefusedError(
            f"who {hand.did} is must be shown by its key document",
            f"give the did.json of {site.document} with --did-document; if there is none yet, "
            "give the name of the file to write it to",
        )
    if not file.exists():
        made = did_document(Addresses(site.base_url), [key])
        data = orjson.dumps(made, option=orjson.OPT_INDENT_2) + b"\n"
        _write(file, data)
        publish = (file, site.document)
    else:
        data, publish = start_of(file, MAX_DOCUMENT), None
    return _Pen(signer, hand.did, _method(data, hand.did, key, file), data, said, publish)


def _method(data: bytes, did: str, key: PublicKey, file: Path) -> str:
    """The id under which the key document has the key."""
    try:
        controller = read_document(data, did)
    except (Malformed, KeyRefused) as why:
        raise InputRefusedError(f"{file}: {why}") from None
    for method in controller.methods.values():
        if method.key == key:
            return method.id
    raise KeyRefusedError(
        f"{file} does not name the key {key.multibase}",
        "add it there as a Multikey and to assertionMethod, and publish that first",
    )


def _signer(project: Project, hand: Hand) -> tuple[Signer, tuple[str, ...]]:
    # Elsewhere, an endorser may keep the key beside what it signs.
    inside = (project.root / "content").is_dir() or is_repository(project.root)
    outside = project.root if inside else None
    if hand.key is not None:
        return project.signer(hand.key, outside), ()
    if hand.new_key is None:
        raise KeyRefusedError(
            "an endorsement is signed with a key of the endorser's own",
            "make one with --new-key FILE; name one that you have with --key file:/path",
        )
    if outside is not None and hand.new_key.resolve().is_relative_to(outside.resolve()):
        raise KeyRefusedError(
            f"{hand.new_key} lies inside the repository: it would be one `git add` away",
            "choose a file outside, such as ~/endorser.key",
        )
    made = Ed25519Signer.from_seed(project.draw(SEED_LENGTH))
    make_folders(hand.new_key.parent)
    write_secret(hand.new_key, made.secret_line())
    advice = (
        "your private key. Keep it, and a copy where you keep deeds: without it you cannot "
        "withdraw, and whoever has it can endorse in your name"
    )
    return made, (f"{hand.new_key}: {advice}",)


def _fit(words: Words) -> Words:
    """The words, as far as an issuer may publish them. Raises InputRefusedError."""
    return Words(
        _judged("the name", values.line, words.name),
        _judged("the comment", values.markdown, words.comment),
        None if words.url is None else _judged("--url", urls.url, words.url),
        None if words.email is None else _judged("--email", values.email, words.email),
        words.until,
    )


def _judged(name: str, judge: Callable[[str], str], text: str) -> str:
    try:
        return judge(text)
    except Refused as refused:
        raise InputRefusedError(f"{name} {refused.phrase}", refused.hint) from None


def _refuse_existing(output: Path) -> None:
    if output.exists() or output.is_symlink():
        raise InputRefusedError(f"{output} exists already", "name another file with --output")


def _write(path: Path, data: bytes) -> None:
    make_folders(path.parent)
    replace_durably(path, data)

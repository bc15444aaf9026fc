"""The commands that write what is new: a credential, an award."""

from __future__ import annotations

from collections.abc import Sequence

import click

from testamur.cli import report
from testamur.cli.changed import dry_run_option, tell
from testamur.cli.pathways import complete_pathway
from testamur.cli.voice import refuse
from testamur.commands.project import Project


@click.command()
@click.argument("credential", required=False)
@click.option("--name", help="The recipient's name.")
@click.option("--email", help="Their address; it is hashed with a salt and never published.")
@click.option("--did", help="Their DID: did:key, did:web or did:jwk.")
@click.option("--awarded", metavar="DAY", help="When.  [default: today, where the site is]")
@click.option("--expires", metavar="DAY", help="The first day on which it is no longer valid.")
@click.option(
    "--display",
    type=click.Choice(["full", "initials", "hidden"]),
    help="How much of the name is published.  [default: full]",
)
@click.option("--key", metavar="NAME", help="What the record is known by, whatever its file.")
@click.option(
    "--evidence",
    metavar="TEXT",
    multiple=True,
    help="What shows it, with an address behind it: 'Final report https://…'.",
)
@click.option(
    "--result", "results", metavar="ID=VALUE", multiple=True, help="A result of the credential's."
)
@click.option("--narrative", metavar="TEXT", help="What was done to earn it, in Markdown.")
@click.option("--seal", is_flag=True, help="Seal who it is for to the key in keys/people.txt.")
@click.option(
    "--into",
    metavar="FILE",
    help="Append to this list (.yaml) or cohort (.csv) below content/awards/, or begin it.",
)
@click.option(
    "--complete", metavar="PATHWAY", help="Instead: what this pathway leads to, for who is due."
)
@click.option("--recipient", metavar="EMAIL", help="With --complete: the address or DID.")
@click.option("--all", "everybody", is_flag=True, help="With --complete: everybody who is due.")
@dry_run_option
@click.pass_obj
def award(
    project: Project,
    credential: str | None,
    name: str | None,
    email: str | None,
    did: str | None,
    awarded: str | None,
    expires: str | None,
    display: str | None,
    key: str | None,
    evidence: Sequence[str],
    results: Sequence[str],
    narrative: str | None,
    seal: bool,
    into: str | None,
    complete: str | None,
    recipient: str | None,
    everybody: bool,
    dry_run: bool,
) -> None:
    """
    Write the record of an award of CREDENTIAL, for you to look over and to issue.

    It goes into a new file below content/awards/, or --into a list or cohort. With --complete,
    records of what a pathway leads to are written for those who have come to its end.
    """
    given = (name, email, did, awarded, expires, display, key, narrative, into)
    if complete is not None:
        if credential or any(given) or evidence or results or seal or dry_run:
            raise click.UsageError("--complete goes with --recipient or --all, and nothing else")
        complete_pathway(project, complete, recipient, everybody=everybody)
        return
    if recipient or everybody:
        raise click.UsageError("--recipient and --all go with --complete PATHWAY")
    credential = _asked(project, credential, "CREDENTIAL", "Credential (the name of its folder)")
    name = _asked(project, name, "--name", "Name of the recipient")
    if email is None and did is None and project.ask_secret is not None:
        email = click.prompt(
            "Their e-mail address (empty for none)", default="", show_default=False
        )
    _write(
        project,
        credential,
        name,
        email=email or None,
        did=did,
        awarded=awarded,
        expires=expires,
        display=display,
        key=key,
        evidence=evidence,
        results=results,
        narrative=narrative,
        seal=seal,
        into=into,
        dry_run=dry_run,
    )


def _write(
    project: Project,
    credential: str,
    name: str,
    *,
    email: str | None,
    did: str | None,
    awarded: str | None,
    expires: str | None,
    display: str | None,
    key: str | None,
    evidence: Sequence[str],
    results: Sequence[str],
    narrative: str | None,
    seal: bool,
    into: str | None,
    dry_run: bool,
) -> None:
    from testamur.commands.awarding import Asked, evidence_from
    from testamur.commands.awarding import award as run
    from testamur.commands.changing import Refused
    from testamur.model.award import Display

    try:
        shown = tuple(evidence_from(each) for each in evidence)
    except ValueError:
        raise click.UsageError(
            "say what the evidence is, then where: --evidence 'Final report https://…'"
        ) from None
    pairs = tuple(each.partition("=") for each in results)
    if not all(id_ and value for id_, _, value in pairs):
        raise click.UsageError("--result takes ID=VALUE, for example exam=92")
    asked = Asked(
        credential=credential,
        name=name,
        email=email,
        did=did,
        awarded=awarded,
        key=key,
        expires=expires,
        display=Display(display) if display else None,
        evidence=shown,
        results=tuple((id_.strip(), value.strip()) for id_, _, value in pairs),
        narrative=narrative,
        seal=seal,
    )
    done = run(project, asked, into=into, dry_run=dry_run)
    if isinstance(done, Refused):
        click.echo("nothing was written; `check` would find this:")
        refuse(done.problems)
    tell(done.changed, dry_run=dry_run)


@click.group()
def new() -> None:
    """Begin something new in the content."""


@new.command("credential")
@click.argument("slug")
@click.option("--name", help="What it is called.")
@click.option("--description", metavar="TEXT", help="What it is, in a sentence or two.")
@click.option(
    "--kind",
    type=click.Choice(["assessed", "participation"]),
    help="Whether anybody assessed what they can do.  [default: participation]",
)
@click.option("--criteria", metavar="TEXT", help="What it takes, in Markdown.")
@click.option("--competency", metavar="TEXT", help="Assessed: what whoever holds it can do.")
@click.option("--method", metavar="TEXT", help="Assessed: how, such as practical exam.")
@click.option("--assessor", metavar="TEXT", help="Assessed: who assesses.")
@click.option("--pass-rule", metavar="TEXT", help="Assessed: what counts as passed.")
@click.option("--valid-for", metavar="DURATION", help="P3Y, P18M, P90D.  [default: for ever]")
@dry_run_option
@click.pass_obj
def new_credential(
    project: Project,
    slug: str,
    name: str | None,
    description: str | None,
    kind: str | None,
    criteria: str | None,
    competency: str | None,
    method: str | None,
    assessor: str | None,
    pass_rule: str | None,
    valid_for: str | None,
    dry_run: bool,
) -> None:
    """
    Begin a credential: content/credentials/SLUG/credential.md, with a text to be gone over.

    SLUG stands in its address. What is not given is asked for, in a terminal.
    """
    from testamur.commands.changing import Refused
    from testamur.commands.defining import Definition
    from testamur.commands.defining import new_credential as run
    from testamur.model.credential import Kind

    name = _asked(project, name, "--name", "What is it called?")
    description = _asked(project, description, "--description", "What is it, in a sentence?")
    if kind is None and project.ask_secret is not None and not (competency or method):
        is_assessed = click.confirm("Does anybody assess what they can do?", default=False)
        kind = "assessed" if is_assessed else "participation"
    only_assessed = {
        "--competency": (competency, "Whoever holds it can …"),
        "--method": (method, "How is it assessed?"),
        "--assessor": (assessor, "Who assesses?"),
        "--pass-rule": (pass_rule, "What counts as passed?"),
    }
    if kind != "assessed":
        stray = [option for option, (value, _) in only_assessed.items() if value]
        if stray:
            raise click.UsageError(f"{stray[0]} goes with --kind assessed")
        answers: list[str | None] = [None, None, None, None]
    else:
        answers = [
            _asked(project, value, option, question)
            for option, (value, question) in only_assessed.items()
        ]
    definition = Definition(
        slug,
        name,
        description,
        Kind(kind or "participation"),
        criteria=criteria,
        competency=answers[0],
        method=answers[1],
        assessor=answers[2],
        pass_rule=answers[3],
        valid_for=valid_for,
    )
    done = run(project, definition, dry_run=dry_run)
    if isinstance(done, Refused):
        click.echo("nothing was written; `check` would find this:")
        refuse(done.problems)
    if dry_run:
        tell(done.changed, dry_run=True)
        return
    click.echo(f"{report.escaped(done.path)}: written; go over it, and add badge.svg if you like")
    click.echo(f"to award it: testamur award {slug} --name NAME --email ADDRESS")


def _asked(project: Project, given: str | None, option: str, question: str) -> str:
    """What was given, or what the person at the terminal answers, if there is one."""
    if given:
        return given
    if project.ask_secret is None:
        raise click.UsageError(f"{option} is missing")
    answer: str = click.prompt(question)
    return answer

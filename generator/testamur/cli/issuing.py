"""The commands that hold keys, or lead to those that do."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from testamur.cli import report
from testamur.cli.voice import colour, count, refuse
from testamur.commands.project import (
    ASSERTION_KEY,
    AWARD_KEY,
    JWT_KEY,
    PEOPLE_KEY,
    REGISTER_KEY,
    Project,
)
from testamur.problems import exit_code

_award_key = click.option(
    "--award-key",
    metavar="URI",
    default=AWARD_KEY,
    show_default=True,
    help="Where the key that signs credentials is: file:/path, env:NAME or awskms:///alias/NAME.",
)
_register_key = click.option(
    "--register-key",
    metavar="URI",
    default=REGISTER_KEY,
    show_default=True,
    help="Where the key that signs status lists and heads is, likewise.",
)
_jwt_key = click.option(
    "--jwt-key",
    metavar="URI",
    default=JWT_KEY,
    show_default=True,
    help="Where the key that signs JWTs is, likewise; only if one is announced in keys/.",
)
_assertion_key = click.option(
    "--assertion-key",
    metavar="URI",
    default=ASSERTION_KEY,
    show_default=True,
    help="Where the key that signs Open Badges 2.0 is, likewise; only if one is announced.",
)


_people = click.option(
    "--people",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder outside the repository with people.csv or people.yaml.",
)
_people_key = click.option(
    "--people-key",
    metavar="URI",
    help="Where the age identity is that opens sealed recipients: file:/path or env:NAME.  "
    "[default: env:TESTAMUR_PEOPLE_KEY, if set]",
)


@click.command()
@click.option("--first", is_flag=True, help="Begin the register. Only ever once.")
@_award_key
@_register_key
@_jwt_key
@_assertion_key
@_people
@_people_key
@click.pass_obj
def issue(
    project: Project,
    first: bool,
    award_key: str,
    register_key: str,
    jwt_key: str,
    assertion_key: str,
    people: Path | None,
    people_key: str | None,
) -> None:
    """Sign what is new in the content into the register: prepare and sign, in two processes."""
    from testamur.commands.issue import issue as run

    sys.exit(
        run(
            project,
            award_key=award_key,
            register_key=register_key,
            jwt_key=jwt_key,
            assertion_key=assertion_key,
            people=people,
            people_key=people_key,
            first=first,
        )
    )


@click.command()
@_register_key
@click.pass_obj
def refresh(project: Project, register_key: str) -> None:
    """Sign the status lists again, so that they stay fresh; completes an interrupted issuing."""
    from testamur.commands.issue import issue as run

    sys.exit(run(project, award_key=AWARD_KEY, register_key=register_key, only_refresh=True))


@click.command()
@click.option("--first", is_flag=True, help="For a site that has never issued anything.")
@click.option("--refresh", "only_refresh", is_flag=True, help="Draft nothing new.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write the drafts.",
)
@_people
@_people_key
@click.pass_obj
def prepare(
    project: Project,
    first: bool,
    only_refresh: bool,
    output: Path,
    people: Path | None,
    people_key: str | None,
) -> None:
    """First half of issuing: content and chance to drafts. Holds no key."""
    from testamur.cli.plan import plan_in_a_line
    from testamur.commands.prepare import opened, waiting
    from testamur.commands.prepare import prepare as run
    from testamur.issue.drafts import encode
    from testamur.publish.durable import replace_durably

    # A workflow sets the variable to nothing where there is no such secret.
    is_set = project.environ.get(PEOPLE_KEY.removeprefix("env:"))
    key = people_key or (PEOPLE_KEY if is_set else None)
    project = replace(project, people=people, people_key=key)
    drafts, checked = run(project, first=first, only_refresh=only_refresh)
    if drafts is None:
        click.echo(report.as_text(checked.problems, colour=colour()), nl=False)
        sys.exit(exit_code(checked.problems))
    replace_durably(output, encode(drafts))
    plan = opened(checked.plan) if checked.plan else None
    what = "status lists only" if only_refresh else plan_in_a_line(plan)
    click.echo(f"prepared: {what}")
    wait = () if only_refresh or checked.plan is None else waiting(checked.plan)
    if wait:
        click.echo(
            f"{count(len(wait), 'record')} could not be opened and will be issued by a run with "
            "--people-key or --people"
        )


@click.command()
@click.option("--first", is_flag=True, help="Begin the register.")
@click.option(
    "--refresh", "only_refresh", is_flag=True, help="Refuse drafts of more than status lists."
)
@_award_key
@_register_key
@_jwt_key
@_assertion_key
@click.argument("drafts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def sign(
    project: Project,
    first: bool,
    only_refresh: bool,
    award_key: str,
    register_key: str,
    jwt_key: str,
    assertion_key: str,
    drafts: Path,
) -> None:
    """Second half of issuing: sign DRAFTS into the register. Parses nothing authors wrote."""
    from testamur.commands.sign import sign as run
    from testamur.issue.drafts import decode

    signed = run(
        project,
        decode(drafts.read_bytes()),
        award_key=award_key,
        register_key=register_key,
        jwt_key=jwt_key,
        assertion_key=assertion_key,
        first=first,
        only_refresh=only_refresh,
    )
    if isinstance(signed, tuple):
        refuse(signed)
    before, after = signed.before, signed.after
    new = len(after.documents) - len(before.documents)
    others = signed.serialisations
    formats = f"{count(others, 'file')} in other formats, " if others else ""
    learners = signed.learner_records
    records = f"{count(learners, 'learner record')}, " if learners else ""
    click.echo(
        f"signed: {count(new, 'credential')}, {formats}{records}"
        f"{count(len(after.status_lists), 'status list')}; "
        f"the register has {count(after.size, 'entry', 'entries')} "
        f"({after.size - before.size} new)"
    )

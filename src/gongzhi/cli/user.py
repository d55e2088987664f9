"""`gongzhi user`: the first administrators, and what must not be done from a page."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from gongzhi.cli.project import add_data_argument, project, speak
from gongzhi.platform.problems import PlatformError

_ADMINS = ("sysadmin", "secadmin", "auditadmin")


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "user",
        help="make the first administrators; block a user; reset a password or second factor",
        description="For whoever runs the server. Everything else about users is done in the "
        "desk, under 人员与岗位. Each act is written to the account log.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    create = _action(
        actions, "create", _create, "make an account; prints its temporary password once"
    )
    create.add_argument("--name", required=True, help="the person's name")
    create.add_argument(
        "--role",
        choices=_ADMINS,
        help="also make the person the FIRST system, security or audit administrator; three "
        "different people, and only while there is none yet",
    )
    create.add_argument(
        "--body", metavar="CODE", help="body of the posting (default: the first service centre)"
    )
    _action(actions, "disable", _disable, "block an account at once").add_argument(
        "--reason", required=True
    )
    _action(actions, "reset-password", _reset_password, "print a new temporary password")
    _action(
        actions, "reset-second-factor", _reset_factor, "for a lost phone: set up anew at login"
    ).add_argument("--reason", required=True)


def _action(actions: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
    parser.add_argument("username", metavar="USERNAME")
    add_data_argument(parser)
    parser.set_defaults(run=lambda arguments: _within(arguments, run))
    return parser


def _within(arguments: argparse.Namespace, run: Any) -> int:
    with project(arguments.data):
        speak()
        run(arguments)
    return 0


def _user(username: str) -> Any:
    from gongzhi.accounts.models import User

    user = User.objects.filter(username=username.strip().lower()).first()
    if user is None:
        raise PlatformError(f"There is no user {username}.")
    return user


def _create(arguments: argparse.Namespace) -> None:
    from django.db import transaction

    from gongzhi.accounts.login.passwords import temporary_password
    from gongzhi.accounts.services.appoint_first_admin import appoint_first_admin
    from gongzhi.accounts.services.create_user import add_user
    from gongzhi.accounts.services.note_account_event import note_account_event
    from gongzhi.kernel import clock
    from gongzhi.kernel.scope import SYSTEM

    password = temporary_password()
    with transaction.atomic():
        user = add_user(
            username=arguments.username, name=arguments.name, phone="", employee_number="",
            password=password, at=clock.now(),
        )  # fmt: skip
        note_account_event(
            actor=SYSTEM, kind="user_created", target=user, values={"username": user.username}
        )
        if arguments.role:
            appoint_first_admin(user=user, role=arguments.role, body=_body(arguments.body))
    _tell_password(user.username, password)


def _body(code: str | None) -> Any:
    from gongzhi.orgs.models import Body

    rows = Body.objects.filter(active=True)
    body = (rows.filter(code=code) if code else rows.filter(kind="centre").order_by("code")).first()
    if body is None:
        raise PlatformError(
            f"There is no body {code}."
            if code
            else "There is no service centre: give the city its profile first "
            "(`gongzhi profile apply`), or name --body CODE."
        )
    return body


def _disable(arguments: argparse.Namespace) -> None:
    from gongzhi.accounts.services.block_user import block_by_operator

    block_by_operator(user=_user(arguments.username), reason=arguments.reason)
    sys.stdout.write(f"{arguments.username} is blocked.\n")


def _reset_password(arguments: argparse.Namespace) -> None:
    from gongzhi.accounts.services.reset_password import set_temporary_password
    from gongzhi.kernel.scope import SYSTEM

    new = set_temporary_password(actor=SYSTEM, user=_user(arguments.username))
    _tell_password(new.user.username, new.password)


def _reset_factor(arguments: argparse.Namespace) -> None:
    from gongzhi.accounts.services.second_factor import drop_second_factor
    from gongzhi.kernel.scope import SYSTEM

    drop_second_factor(actor=SYSTEM, user=_user(arguments.username), reason=arguments.reason)
    sys.stdout.write(f"{arguments.username} sets up a second factor at the next login.\n")


def _tell_password(username: str, password: str) -> None:
    sys.stdout.write(
        f"{username}: temporary password {password}\nIt is shown once, holds for 14 days and is "
        "replaced at the first login.\n"
    )

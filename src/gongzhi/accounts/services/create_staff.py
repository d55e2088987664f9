"""Make an account for a member of staff."""

from __future__ import annotations

import re
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import User
from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Invalid

_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def create_staff(
    *,
    username: str,
    name: str,
    password: str,
    phone: str = "",
    language: str = "",
    is_demo: bool = False,
) -> User:
    """A user who can log in and, until a posting is assigned, sees nothing.

    Raises Invalid (`username`, `name`, `password`, `phone`) and Conflict for a name in use.
    Passwords must satisfy AUTH_PASSWORD_VALIDATORS, those of demo accounts too.
    """
    username, name = checked_username(username), checked_name(name)
    user = User(username=username, name=name, language=language, is_demo=is_demo)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "password") from None
    user.set_password(password)
    user.phone_sealed = seal(clean_phone(phone)) if phone else ""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这个账号已经有人用了。"), "username") from None
    return user


def checked_username(username: str) -> str:
    """A name to log in with, in small letters. Invalid (`username`)."""
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Invalid(_("账号应为3到40位小写字母、数字或 . _ -。"), "username")
    return username


def checked_name(name: str) -> str:
    """A person's name. Invalid (`name`)."""
    name = name.strip()
    if not name or len(name) > 40:
        raise Invalid(_("请填写姓名，不超过40个字。"), "name")
    return name

"""Temporary passwords: random, typed once from paper, changed at the first login."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.contrib.auth.hashers import BasePasswordHasher, mask_hash
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
    get_default_password_validators,
)
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

# No 0 O 1 l I: what is read from paper is typed as it was printed.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS: Final = 4
_GROUP: Final = 4
VALID_FOR: Final = timedelta(days=14)


def password_rules() -> list[str]:
    """What `AUTH_PASSWORD_VALIDATORS` ask, in the words of our pages; one unknown here speaks
    for itself."""
    return [_rule(validator) for validator in get_default_password_validators()]


def _rule(validator: Any) -> str:
    match validator:
        case MinimumLengthValidator():
            return _("至少%(count)s个字符。") % {"count": validator.min_length}
        case UserAttributeSimilarityValidator():
            return _("不能和账号、姓名太像。")
        case CommonPasswordValidator():
            return _("不能是人人都用的密码，比如 password123。")
        case NumericPasswordValidator():
            return _("不能全是数字。")
    return str(validator.get_help_text())


def temporary_password() -> str:
    """`abcd-efgh-jkmn-pqrs`: 79 random bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


class TemporaryHasher(BasePasswordHasher):
    """A plain salted hash, for temporary passwords only.

    Slow hashing protects what people choose; 79 random bits need none, and an import of 42,000
    people would otherwise hash for hours. Django replaces it at the first right password.
    """

    algorithm = "temporary"

    def encode(self, password: str, salt: str) -> str:
        return f"{self.algorithm}${salt}${sha256(f'{salt}{password}'.encode()).hexdigest()}"

    def decode(self, encoded: str) -> dict[str, Any]:
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password: str, encoded: str) -> bool:
        return constant_time_compare(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> Any:
        found = self.decode(encoded)
        return {"algorithm": self.algorithm, "hash": mask_hash(found["hash"])}

    def must_update(self, encoded: str) -> bool:
        """Of another kind than the preferred one: Django hashes anew by itself."""
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to even out: wrong names are hashed by the preferred hasher."""


def hashed(password: str) -> str:
    """How a temporary password is stored."""
    hasher = TemporaryHasher()
    return hasher.encode(password, hasher.salt())

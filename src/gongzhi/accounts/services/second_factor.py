"""Set up, ask for, replace and reset the second factor."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.login.secondfactor import step_of, typed
from gongzhi.accounts.models import User
from gongzhi.accounts.policies import must_be_security, must_not_be_oneself
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_, seal
from gongzhi.kernel.errors import Conflict, Denied, Invalid, TooMany
from gongzhi.kernel.scope import Actor

TOTP: Final = Authenticator.Type.TOTP
CODES: Final = Authenticator.Type.RECOVERY_CODES
MOST_WRONG: Final = 10  # an hour, whatever address they come from
_HOUR: Final = 3600


def set_up_second_factor(
    *, user: User, secret: str, code: str, at: datetime | None = None
) -> list[str]:
    """Keep the secret (sealed) once a code of it was typed; returns ten recovery codes.

    They are shown now and can be shown never again, only replaced. Invalid (`code`), Conflict
    when the user has one already.
    """
    at = at or clock.now()
    step = step_of(secret, typed(code), at)
    if step is None:
        raise Invalid(_("验证码不对，请看手机上最新的6位数字。"), "code")
    try:
        with transaction.atomic():
            Authenticator.objects.create(
                user=user, type=TOTP, data={"secret": seal(secret), "last": step}, created_at=at
            )
            codes = _new_codes(user)
            note_account_event(actor=_oneself(user), kind="factor_set", target=user, at=at)
    except IntegrityError:
        raise Conflict(_("您已经设置过第二验证了。")) from None
    return codes


def check_second_factor(*, user: User, code: str, at: datetime | None = None) -> None:
    """A six-digit code of now, used once, or one of the recovery codes, each once.

    Call it outside a transaction: a wrong try counts although the caller then fails. Invalid
    (`code`); TooMany after ten wrong ones within an hour, for whoever tries.
    """
    at = at or clock.now()
    outcome = _try(user, typed(code), at)
    if outcome == "wrong":
        raise Invalid(_("验证码不对，请看手机上最新的6位数字，或用备用码。"), "code")
    if outcome == "spent":
        raise TooMany(_("验证码错的次数太多，请一小时后再试，或请安全管理员重置。"), "code")


@transaction.atomic(durable=True)
def _try(user: User, code: str, at: datetime) -> str:
    row = Authenticator.objects.select_for_update().filter(user=user, type=TOTP).first()
    if row is None:
        raise Denied
    now = int(at.timestamp())
    wrong = [one for one in row.data.get("wrong", []) if now - one < _HOUR]
    if len(wrong) >= MOST_WRONG:
        return "spent"
    right = _is_recovery_code(user, code) if len(code) > 6 else _is_code(row, code, at)
    row.data["wrong"] = [] if right else [*wrong, now]
    row.last_used_at = at if right else row.last_used_at
    row.save(update_fields=["data", "last_used_at"])
    return "right" if right else "wrong"


def _is_code(row: Authenticator, code: str, at: datetime) -> bool:
    """Of a later step than the last one taken: a code that somebody saw is of no use."""
    step = step_of(open_(row.data["secret"]), code, at)
    if step is None or step <= row.data.get("last", -1):
        return False
    row.data["last"] = step
    return True


def _is_recovery_code(user: User, code: str) -> bool:
    row = Authenticator.objects.filter(user=user, type=CODES).first()
    return row is not None and bool(RecoveryCodes(row).validate_code(code))


def codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    row = Authenticator.objects.filter(user=user, type=CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row is not None else 0


def replace_codes(*, user: User, code: str, at: datetime | None = None) -> list[str]:
    """Ten new recovery codes; the old ones are void. A code proves that it is oneself."""
    check_second_factor(user=user, code=code, at=at)
    with transaction.atomic():
        codes = _new_codes(user)
        note_account_event(actor=_oneself(user), kind="factor_codes", target=user, at=at)
    return codes


def remove_second_factor(
    *, user: User, code: str, required: bool, at: datetime | None = None
) -> None:
    """Do without again, where no post of mine requires one. Denied, Invalid (`code`), TooMany."""
    if required:
        raise Denied(_("您的岗位必须有第二验证，不能停用。换手机请找安全管理员重置。"))
    check_second_factor(user=user, code=code, at=at)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        note_account_event(actor=_oneself(user), kind="factor_removed", target=user, at=at)


def reset_second_factor(
    *, actor: Actor, user: User, reason: str, at: datetime | None = None
) -> None:
    """For a lost phone: it is set up anew at the next login. Denied, also for oneself; Invalid."""
    must_be_security(actor)
    must_not_be_oneself(actor, user)
    drop_second_factor(actor=actor, user=user, reason=reason, at=at)


def drop_second_factor(
    *, actor: Actor, user: User, reason: str, at: datetime | None = None
) -> None:
    """The same for whoever has checked who asks. Invalid (`reason`), Conflict without one."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明重置原因。"), "reason")
    with transaction.atomic():
        gone, _rows = Authenticator.objects.filter(user=user).delete()
        if not gone:
            raise Conflict(_("这个账号没有设置第二验证。"))
        note_account_event(
            actor=actor, kind="factor_reset", target=user, values={"reason": reason[:200]}, at=at
        )


def _new_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


def _oneself(user: User) -> Any:
    return Actor(kind="staff", user_id=user.pk, name=user.name)

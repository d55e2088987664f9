"""A resident changes what is kept about them: how to be called, language, type size."""

from __future__ import annotations

from gongzhi.accounts import actor as actors
from gongzhi.accounts.models import Resident
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor

_NAME_MOST = 40


def update_resident(
    *,
    actor: Actor,
    name: str | None = None,
    language: str | None = None,
    large_type: bool | None = None,
) -> None:
    """Change what is given; an empty name takes the name away (PIPL art. 46).

    Only the person: Denied for anybody else.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    values: dict[str, object] = {}
    if name is not None:
        name = name.strip()[:_NAME_MOST]
        values["name_sealed"] = seal(name) if name else ""
    if language is not None:
        values["language"] = language
    if large_type is not None:
        values["large_type"] = large_type
    if values:
        Resident.objects.visible_to(actor).update(**values)
        actors.forget_resident(actor.resident_id)

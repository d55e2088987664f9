"""Apply the pending changes as a numbered release, by the same way as a profile folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import Draft, draft_of
from gongzhi.office.models import SettingsDraft
from gongzhi.office.policies import check_may_change
from gongzhi.office.reading import candidate
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.profiles.models import DESK, ProfileRelease
from gongzhi.profiles.problems import Problem
from gongzhi.profiles.registry import Change
from gongzhi.profiles.services.apply_profile import (
    Applied,
    Origin,
    ReleaseMovedError,
    apply_read,
    diff_read,
)

REASON_MOST = 200


@dataclass(frozen=True)
class Preview:
    """What applying would do: rows that change, or what stands against it."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it can be applied."""
        return not self.problems


def preview(release: ProfileRelease, files: ProfileFiles) -> Preview:
    """Apply `files`, count what changes, roll back."""
    with candidate(release, files) as read:
        try:
            return Preview(changes=tuple(diff_read(read, expected=release.version)))
        except ProfileInvalidError as error:
            return Preview(problems=tuple(error.problems))
        except ReleaseMovedError as error:
            raise moved(error.last) from error


def change_settings(*, actor: Actor, base_version: int, reason: str) -> Applied:
    """Apply the actor's draft; it is empty afterwards.

    `base_version` is the release that the person saw. Conflict when another is in force: the
    draft stays. Invalid without a reason or changes; `ProfileInvalidError` with every mistake,
    among them rows in use; then nothing is written and the draft stays too.
    """
    check_may_change(actor)
    reason = checked_reason(reason)
    with transaction.atomic():
        SettingsDraft.objects.select_for_update().filter(user_id=actor.user_id or 0).first()
        draft = draft_of(actor)
        _check_base(draft, base_version)
        files = draft.files()
        applied = release_files(actor=actor, release=draft.release, files=files, reason=reason)
        SettingsDraft.objects.filter(user_id=actor.user_id or 0).delete()
    return applied


def release_files(
    *, actor: Actor, release: ProfileRelease, files: ProfileFiles, reason: str, **origin: Any
) -> Applied:
    """Apply `files` over `release` in the actor's name. Conflict when it is in force no longer."""
    by = Origin(DESK, actor.user_id, actor.name[:80], reason, **origin)
    with candidate(release, files) as read:
        try:
            return apply_read(read, origin=by, expected=release.version)
        except ReleaseMovedError as error:
            raise moved(error.last) from error


def checked_reason(reason: str) -> str:
    """The reason without blanks around it; Invalid when there is none or too much of it."""
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(_("请写为什么改。"), "reason")
    if len(reason) > REASON_MOST:
        raise Invalid(_("理由最多 %(n)s 个字。") % {"n": REASON_MOST}, "reason")
    return reason


def _check_base(draft: Draft, base_version: int) -> None:
    if not draft.edits:
        raise Invalid(_("没有要应用的修改。"), "reason")
    if draft.moved or base_version != draft.release.version:
        raise moved(draft.release)


def moved(last: ProfileRelease) -> Conflict:
    """Somebody else made a release meanwhile, said in words."""
    who = last.made_by_name or _("命令行")
    return Conflict(
        _("%(who)s刚刚把设置改到了第 %(n)s 版，没有应用您的修改，您的修改都还在。请看一遍再应用。")
        % {"who": who, "n": last.version}
    )

"""Undo: take up the files of an earlier release again, as a new release."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import release_in_force
from gongzhi.office.policies import check_may_change
from gongzhi.office.reading import files_of
from gongzhi.office.services.change_settings import (
    Preview,
    checked_reason,
    moved,
    preview,
    release_files,
)
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.services.apply_profile import Applied


def preview_back(version: int) -> Preview:
    """What going back would change, or what stands against it."""
    return preview(release_in_force(), files_of(_earlier(version)))


def go_back(*, actor: Actor, version: int, base_version: int, reason: str) -> Applied:
    """Apply the files of release `version` over the one in force.

    NotFound when there is no such release, Conflict when another than `base_version` is in force,
    `ProfileInvalidError` when rows that it would take away are in use; then nothing is written.
    """
    check_may_change(actor)
    reason = checked_reason(reason)
    release, target = release_in_force(), _earlier(version)
    if release.version != base_version:
        raise moved(release)
    applied = release_files(
        actor=actor, release=release, files=files_of(target), reason=reason, back_to=version
    )
    if applied.version == release.version:
        raise Invalid(_("第 %(n)s 版和现在的一样，没有什么可退回。") % {"n": version}, "reason")
    return applied


def _earlier(version: int) -> ProfileRelease:
    release = ProfileRelease.objects.filter(version=version).first()
    if release is None or not release.files:
        raise NotFound
    return release

"""/desk/settings/history/: releases, one's changes, two compared, going back, the files."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.office.draft import release_in_force
from gongzhi.office.policies import CHANGES, READS_HISTORY
from gongzhi.office.selectors.history import compared, release_of
from gongzhi.office.selectors.history import releases as all_releases
from gongzhi.office.selectors.left_alone import areas_left_alone
from gongzhi.office.services.go_back import go_back, preview_back
from gongzhi.office.services.zip_files import zip_files
from gongzhi.office.views.frame import crumbs, page
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.selectors import newest_release
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.downloads import download

_HISTORY = "/desk/settings/history/"


def _release(version: int) -> ProfileRelease:
    found = release_of(version)
    if found is None:
        raise NotFound
    return found


@require_GET
@staff_only(*READS_HISTORY)
def releases(request: HttpRequest) -> HttpResponse:
    """Every release: when, who, why, how many changes."""
    shown = Paginator(all_releases(), 30).get_page(request.GET.get("page"))
    context = {"shown": shown, "crumbs": crumbs((_("历史"), ""))}
    return page(request, "history.html", context)


@require_GET
@staff_only(*READS_HISTORY)
def release(request: HttpRequest, version: int) -> HttpResponse:
    """One release and what it changed."""
    one = _release(version)
    before = release_of(version - 1)
    context = {
        "one": one,
        "told": compared(before, one) if before else None,
        "newest": newest_release(),
        "previous": version - 1,
        "crumbs": crumbs((_("历史"), _HISTORY), (_("第 %(n)s 版") % {"n": version}, "")),
    }
    return page(request, "release.html", context)


@require_GET
@staff_only(*READS_HISTORY)
def compare(request: HttpRequest) -> HttpResponse:
    """Any two releases."""
    newest = newest_release()
    old = _number(request.GET.get("a", ""), max(newest - 1, 1))
    new = _number(request.GET.get("b", ""), newest)
    context = {
        "a": old,
        "b": new,
        "told": compared(_release(old), _release(new)),
        "crumbs": crumbs((_("历史"), _HISTORY), (_("比较"), "")),
    }
    return page(request, "compare.html", context)


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else default


@require_http_methods(["GET", "POST"])
@staff_only(*CHANGES)
def back(request: HttpRequest, version: int) -> HttpResponse:
    """Preview of going back to a release, and doing it."""
    one, newest = _release(version), release_in_force()
    reason, error, status = request.POST.get("reason", ""), "", 200
    if request.method == "POST":
        base = _number(request.POST.get("base", ""), 0)
        try:
            applied = go_back(
                actor=actor_of(request), version=version, base_version=base, reason=reason
            )
        except (Invalid, Conflict) as problem:
            error, status = str(problem.message), 409 if isinstance(problem, Conflict) else 422
        except ProfileInvalidError:
            error, status = _("退不回去，什么都没有改；原因见下面。"), 422
        else:
            said = _("已退回第 %(old)s 版的设置，现在是第 %(n)s 版。")
            messages.success(request, said % {"old": version, "n": applied.version})
            kept = areas_left_alone(newest, one)
            if kept:
                told = _("有 %(n)d 个区域由区划调整或导入改过，没有跟着退回。")
                messages.info(request, told % {"n": len(kept)})
            return HttpResponseRedirect(f"{_HISTORY}{applied.version}/")
    context = {
        "one": one,
        "newest": newest,
        "told": compared(newest, one),
        "preview": preview_back(version),
        "kept_areas": areas_left_alone(newest, one),
        "reason": reason,
        "error": error,
        "crumbs": crumbs((_("历史"), _HISTORY), (_("退回第 %(n)s 版") % {"n": version}, "")),
    }
    return page(request, "back.html", context, status=status)


@require_GET
@staff_only(*CHANGES)
def export(request: HttpRequest) -> HttpResponse:
    """The files of a release (the newest) as a ZIP."""
    version = _number(request.GET.get("version", ""), 0)
    one = _release(version) if version else release_in_force()
    return download(zip_files(one), f"{one.key}-v{one.version}.zip", "application/zip")

"""/desk/volunteers/posts/: the community publishes, calls together and says who came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.accounts.login.secondfactor import picture_of
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering import reach
from gongzhi.volunteering.codes import code_of, rating_code
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.forms.posts import DaysForm, PostForm
from gongzhi.volunteering.models import Post
from gongzhi.volunteering.reading.posts import (
    chain_text,
    coming_posts,
    past_posts,
    roster,
    view_of,
)
from gongzhi.volunteering.reading.teams import teams_of
from gongzhi.volunteering.services.confirm_claims import confirm_claims
from gongzhi.volunteering.services.decline_claim import decline_claim
from gongzhi.volunteering.services.publish_post import (
    cancel_post,
    own_post,
    plan_days,
    publish_post,
)
from gongzhi.volunteering.services.settle import settle
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of


@require_GET
@staff_only(*reach.KEEPERS)
def posts(request: HttpRequest) -> HttpResponse:
    """What is to come and what was."""
    community = reach.own_community(actor_of(request))
    context = {
        "coming": coming_posts(community.id), "past": past_posts(community.id),
        "theme": volunteer_settings().theme(clock.today().month), "keeper": True,
    }  # fmt: skip
    return render(request, "volunteering/desk/posts.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*reach.KEEPERS)
def post_new(request: HttpRequest) -> HttpResponse:
    """Publish one."""
    actor = actor_of(request)
    initial = {"theme": volunteer_settings().theme(clock.today().month), "places": 10}
    form = PostForm(teams_of(reach.own_community(actor)), request.POST or None, initial=initial)
    made: list[Post] = []
    if carried_out(form, lambda: made.append(publish_post(actor=actor, wanted=form.wanted()))):
        messages.success(request, _("岗位已发布，居民看得到了。"))
        return redirect("volunteers:post", post_id=made[0].pk)
    return _form(request, form, _("发布岗位"), _("发布"))


@require_http_methods(["GET", "POST"])
@staff_only(*reach.KEEPERS)
def days(request: HttpRequest) -> HttpResponse:
    """Plan a service day for some weeks."""
    actor = actor_of(request)
    form = DaysForm(request.POST or None, initial={"weeks": 4, "places": 20})
    found: list[tuple[int, int]] = []

    def plan() -> None:
        wanted, weeks = form.wanted(clock.now()), form.cleaned_data["weeks"]
        found.append(plan_days(actor=actor, wanted=wanted, weeks=weeks))

    if carried_out(form, plan):
        made, there = found[0]
        said = ngettext("新安排了%(n)d次。", "新安排了%(n)d次。", made) % {"n": made}
        if there:
            said += ngettext("%(n)d次早已安排。", "%(n)d次早已安排。", there) % {"n": there}
        messages.success(request, said)
        return redirect("volunteers:posts")
    return _form(request, form, _("安排服务日"), _("安排"))


def _form(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    community = reach.own_community(actor_of(request))
    context = {
        "form": form, "title": title, "button": button, "centre": _centre(community),
        "crumbs": [(_("志愿岗位"), reverse("volunteers:posts")), (title, "")],
    }  # fmt: skip
    return render(request, "volunteering/desk/post_form.html", context, status=status_of(form))


def _centre(community: BodyRef) -> list[float]:
    """Where the map begins; empty for a community without a place."""
    area = areas.area_by_id(community.area_id or 0)
    if area is None or area.centre_lon is None or area.centre_lat is None:
        return []
    return [area.centre_lon, area.centre_lat]


@require_GET
@staff_only(*reach.KEEPERS)
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post: who comes, the chain for a chat, and afterwards who came."""
    return _show(request, own_post(actor_of(request), post_id))


def _show(request: HttpRequest, row: Post, *, status: int = 200) -> HttpResponse:
    view = view_of(row)
    lines = roster(actor_of(request), row)
    link = settings.PUBLIC_URL + reverse("serve:post", args=[row.pk])
    context = {
        "post": view, "lines": lines, "chain": chain_text(view, lines, link),
        "to_settle": view.begun and any(not x.settled and x.state == "place" for x in lines),
        "to_confirm": any(not x.confirmed and x.state == "place" for x in lines),
        "crumbs": [(_("志愿岗位"), reverse("volunteers:posts")), (row.title, "")],
    }  # fmt: skip
    if view.begun and not view.cancelled:
        rating = settings.PUBLIC_URL + reverse("serve:rate", args=[rating_code(row)])
        context |= {"rating": rating, "rating_qr": picture_of(rating)}
    return render(request, "volunteering/desk/post.html", context, status=status)


def _then(
    request: HttpRequest, post_id: int, work: Callable[[], object], said: str
) -> HttpResponse:
    """Do it, say so or say why not, and go back to the post."""
    return done(
        request,
        work,
        said,
        "volunteers:post",
        post_id=post_id,
    )


@require_POST
@staff_only(*reach.KEEPERS)
def confirm(request: HttpRequest, post_id: int) -> HttpResponse:
    """Tell everybody with a place that they are counted on."""
    actor = actor_of(request)
    return _then(
        request,
        post_id,
        lambda: confirm_claims(actor=actor, post_id=post_id),
        _("已确认，并告诉了每个人。"),
    )


@require_POST
@staff_only(*reach.KEEPERS)
def cancel(request: HttpRequest, post_id: int) -> HttpResponse:
    """It does not take place."""
    actor, why = actor_of(request), request.POST.get("reason", "")
    return _then(
        request, post_id, lambda: cancel_post(actor=actor, post_id=post_id, why=why),
        _("已取消，并告诉了报名的人。"),
    )  # fmt: skip


@require_POST
@staff_only(*reach.KEEPERS)
def decline(request: HttpRequest, post_id: int, claim_id: int) -> HttpResponse:
    """Somebody is not taken on this time."""
    actor, why = actor_of(request), request.POST.get("reason", "")
    return _then(
        request, post_id, lambda: decline_claim(actor=actor, claim_id=claim_id, why=why),
        _("已告诉本人，名额给了下一位。"),
    )  # fmt: skip


@require_POST
@staff_only(*reach.KEEPERS)
def came(request: HttpRequest, post_id: int) -> HttpResponse:
    """Who came, and for how long."""
    actor = actor_of(request)
    absent = request.POST.get("did") == "absent"
    return _then(
        request, post_id,
        lambda: settle(actor=actor, post_id=post_id, minutes=_minutes(request, absent)),
        _("已记下。"),
    )  # fmt: skip


def _minutes(request: HttpRequest, absent: bool) -> dict[int, int]:
    """Of the lines that are ticked."""
    found: dict[int, int] = {}
    for text in request.POST.getlist("claim"):
        claim_id = whole_number(text)
        said = "0" if absent else request.POST.get(f"minutes-{text}", "")
        minutes = whole_number(said, most=24 * 60)
        if claim_id is None or minutes is None:
            raise Invalid(_("时长写0到%(max)d分钟。") % {"max": 24 * 60}, "minutes")
        found[claim_id] = minutes
    if not found:
        raise Invalid(_("请先勾选人。"), "claim")
    return found


@require_GET
@staff_only(*reach.KEEPERS)
def code(request: HttpRequest, post_id: int) -> HttpResponse:
    """The code on the organiser's screen; the page asks for the next one by itself."""
    row = own_post(actor_of(request), post_id)
    seconds = volunteer_settings().check_in.code_seconds
    address = settings.PUBLIC_URL + reverse(
        "serve:scan", args=[code_of(row, at=clock.now(), seconds=seconds)]
    )
    context = {"post": view_of(row), "qr": picture_of(address), "every": max(5, seconds // 3)}
    part = request.headers.get("HX-Request") == "true"
    name = "_code" if part else "code"
    return render(request, f"volunteering/desk/{name}.html", context)

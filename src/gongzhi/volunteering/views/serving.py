"""/me/service/posts/: a volunteer looks for posts, claims, gives back, swaps, checks in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.volunteering.codes import is_fresh, proof_of, read_code
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Post
from gongzhi.volunteering.reading import mine
from gongzhi.volunteering.reading.posts import coming_posts, own_claim, swappable, view_of
from gongzhi.volunteering.services.attend import Attended, check_by_code, check_by_place
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.give_back import give_back
from gongzhi.volunteering.services.swap_places import offer_swap, offered, take_swap
from gongzhi.web.access import actor_of, resident_only


@never_cache
@require_GET
@resident_only
def posts(request: HttpRequest) -> HttpResponse:
    """Posts of the own community."""
    own = mine.own_enrolment(actor_of(request))
    context = {
        "own": own,
        "posts": coming_posts(own.row.community_id) if own else [],
        "theme": volunteer_settings().theme(clock.today().month),
    }
    return render(request, "volunteering/me/posts.html", context)


@never_cache
@require_GET
@resident_only
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post, and what one can do about it."""
    return render(request, "volunteering/me/post.html", _context(request, _row(post_id)))


def _row(post_id: int) -> Post:
    row = Post.objects.filter(pk=post_id).first()
    if row is None:
        raise NotFound
    return row


def _context(request: HttpRequest, row: Post) -> dict[str, object]:
    actor = actor_of(request)
    claim = own_claim(actor, row.pk)
    standing = claim is not None and claim.state in ("place", "waiting")
    link = reverse("serve:swap", args=[claim.swap_code]) if claim and claim.swap_code else ""
    return {
        "post": view_of(row), "claim": claim, "standing": standing, "swappable": swappable(row) if standing else [],
        "enrolled": mine.own_enrolment(actor) is not None,
        "swap_link": settings.PUBLIC_URL + link if link else "",
        "address": settings.PUBLIC_URL + reverse("serve:post", args=[row.pk]),
        "metres": volunteer_settings().check_in.metres, "checking": _checking(row),
    }  # fmt: skip


def _checking(row: Post) -> bool:
    """Whether the time to check in or out is now."""
    rule = volunteer_settings().check_in
    since = (row.during.lower - clock.now()).total_seconds() / 60
    over = (clock.now() - row.during.upper).total_seconds() / 60
    return since <= rule.early_minutes and over <= rule.late_minutes


def _then(
    request: HttpRequest, post_id: int, work: Callable[[], object], said: str
) -> HttpResponse:
    """Do it, say so or say why not, and go back to the post."""
    _row(post_id)
    try:
        work()
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
    return redirect("serve:post", post_id=post_id)


@require_POST
@resident_only
def claim(request: HttpRequest, post_id: int) -> HttpResponse:
    """A place, or a turn in the list."""
    actor = actor_of(request)

    def work() -> None:
        row = claim_post(actor=actor, post_id=post_id)
        placed = row.state == "place"
        messages.success(
            request, _("名额是您的了。") if placed else _("名额满了，您在候补，轮到会告诉您。")
        )

    return _then(request, post_id, work, "")


@require_POST
@resident_only
def back(request: HttpRequest, post_id: int) -> HttpResponse:
    """Give it back."""
    actor = actor_of(request)
    return _then(
        request, post_id, lambda: give_back(actor=actor, post_id=post_id), _("已退掉，谢谢您早说。")
    )


@require_POST
@resident_only
def offer(request: HttpRequest, post_id: int) -> HttpResponse:
    """A link for whoever takes the place, or exchanges it."""
    actor = actor_of(request)
    swap_for = whole_number(request.POST.get("for", ""))
    return _then(
        request, post_id, lambda: offer_swap(actor=actor, post_id=post_id, swap_for=swap_for),
        _("换岗链接好了，发给要换的人。"),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def swap(request: HttpRequest, code: str) -> HttpResponse:
    """Take somebody's place, in exchange where they asked for it."""
    row = offered(code)
    if request.method == "POST":
        return _then(
            request, row.post_id, lambda: take_swap(actor=actor_of(request), code=code),
            _("换好了，名额是您的了。"),
        )  # fmt: skip
    context = {"post": view_of(row.post), "swap_for": row.swap_for and view_of(row.swap_for)}
    return render(request, "volunteering/me/swap.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """What the code on the organiser's screen leads to: one button, in or out."""
    actor, seconds = actor_of(request), volunteer_settings().check_in.code_seconds
    if request.method == "POST":
        return _checked(
            request, lambda: check_by_code(
                actor=actor, code=code, proof=request.POST.get("proof", "")
            ),
        )  # fmt: skip
    shown = read_code(code, seconds=seconds)
    if shown is None:
        raise NotFound(_("这不是签到码，请扫现场显示的码。"))
    fresh = is_fresh(shown, at=clock.now(), seconds=seconds)
    context = {
        "post": view_of(shown.post), "shown_at": shown.shown_at, "fresh": fresh,
        "claim": own_claim(actor, shown.post.pk),
        "proof": proof_of(shown.post, actor.resident_id or 0) if fresh else "",
    }  # fmt: skip
    return render(request, "volunteering/me/scan.html", context)


@require_POST
@resident_only
def here(request: HttpRequest, post_id: int) -> HttpResponse:
    """In or out by the place that the phone compared: yes or no, no coordinates."""
    actor, near = actor_of(request), request.POST.get("near", "")
    return _checked(
        request, lambda: check_by_place(actor=actor, post_id=post_id, near=near),  # type: ignore[arg-type]
        post_id,
    )  # fmt: skip


def _checked(
    request: HttpRequest, work: Callable[[], Attended], post_id: int | None = None
) -> HttpResponse:
    try:
        found = work()
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
    else:
        post_id = found.claim.post_id
        if found.flagged:
            messages.info(request, _("记下了，等组织者认定。"))
        else:
            said = (
                _("签到好了，走的时候再签退。") if found.step == "in" else _("签退好了，谢谢您。")
            )
            messages.success(request, said)
    if post_id is None:
        return redirect("serve:page")
    return redirect("serve:post", post_id=post_id)

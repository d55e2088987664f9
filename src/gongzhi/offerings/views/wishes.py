"""/services/wishes/: the wall; /me/wishes/: one's own and those one took; /desk/wishes/: the clerk's."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.web.access import actor_of, resident_only, staff_only

from ..reading import wishes as reads
from ..services.take_wish import give_wish_back, take_wish, thank


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The checked sentences alone; nobody can tell whose they are."""
    found = reads.shown()
    done = sum(1 for wish in found if not wish.open)
    context = {"wishes": found, "open": len(found) - done, "done": done}
    return render(request, "offerings/wishes.html", context)


@resident_only
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Asks once, with what happens then; POST takes it."""
    if request.method == "POST":
        return _did(request, lambda: take_wish(actor=actor_of(request), number=number),
                    _("认领好了。东西或帮忙都经社区转交，请按下面的说明做。"))  # fmt: skip
    wish = reads.one_shown(number)
    if wish is None:
        raise NotFound
    return render(request, "offerings/wish_take.html", {"wish": wish})


@resident_only
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    return _did(request, lambda: give_wish_back(actor=actor_of(request), number=number),
                _("交回了，别人可以认领。"))  # fmt: skip


@resident_only
@require_POST
def say_thanks(request: HttpRequest, number: str) -> HttpResponse:
    words = request.POST.get("note", "")[:400]
    return _did(request, lambda: thank(actor=actor_of(request), number=number, words=words),
                _("感谢的话转到了。"))  # fmt: skip


def _did(request: HttpRequest, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except NotFound:
        raise
    except GongzhiError as error:
        messages.error(request, str(error))
        return redirect("wishes:mine" if error.status != 409 else "wishes:wall")
    messages.success(request, said)
    return redirect("wishes:mine")


@never_cache
@resident_only
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {"own": reads.own_wishes(actor), "taken": reads.taken_wishes(actor)}
    return render(request, "offerings/my_wishes.html", context)


@require_GET
@staff_only()
def desk(request: HttpRequest) -> HttpResponse:
    """By state, with counts; a line leads to the order, where its next step is."""
    page = reads.desk_wishes(
        actor_of(request), state=request.GET.get("state", ""), now=clock.now()
    )  # fmt: skip
    return render(request, "offerings/desk_wishes.html", {"page": page})

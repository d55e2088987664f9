"""/desk/it/: the home of the IT office."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.numbers import whole_number
from gongzhi.offerings.selectors import failed_handovers
from gongzhi.offerings.services.hand_over import retry
from gongzhi.office.policies import CHANGES
from gongzhi.office.selectors.history import releases
from gongzhi.office.selectors.machine import machine
from gongzhi.office.views.frame import page
from gongzhi.web.access import actor_of, staff_only

BACKUP_OLD_DAYS = 7
DISK_LOW = 0.1  # of the disk


@require_GET
@staff_only(*CHANGES)
def it_home(request: HttpRequest) -> HttpResponse:
    """Version, database, disk, queue, sends, configuration, backup, check, log-ins."""
    now = clock.now()
    found = machine(now)
    backup_days = (now - found.backup["at"]).days if found.backup else None
    failed, handovers = failed_handovers()
    context = {
        "machine": found,
        "failed": failed,
        "handovers": handovers,
        "newest": list(releases()[:5]),
        "disk_tone": "bad" if found.disk_free < DISK_LOW * found.disk_total else "",
        "queue_tone": "bad" if found.queue.stalled or not found.queue.workers else "",
        "sends_tone": "warn" if found.sends.unsent else "",
        "backup_days": backup_days,
        "backup_late": backup_days is None or backup_days >= BACKUP_OLD_DAYS,
    }
    return page(request, "it.html", context)


@require_POST
@staff_only(*CHANGES)
def hand_over_again(request: HttpRequest) -> HttpResponse:
    """One that failed, or all of them, within the next minute."""
    one = whole_number(request.POST.get("order", ""))
    n = retry(actor=actor_of(request), order_id=one)
    messages.success(request, _("已排上，一分钟内再转%(n)d件。") % {"n": n})
    return redirect("office:it")

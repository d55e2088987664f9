"""Certificates: the person asks for one and prints it; whoever holds the code checks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.accounts.login.secondfactor import picture_of
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import mask_name, open_
from gongzhi.kernel.errors import NotFound
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.forms.certificate import CertificateForm, CheckForm
from gongzhi.volunteering.models import Certificate
from gongzhi.volunteering.reading.mine import own_name
from gongzhi.volunteering.services.issue_certificate import certificate_by_code, issue_certificate
from gongzhi.web.access import actor_of, resident_only
from gongzhi.web.deeds import carried_out, status_of


@dataclass(frozen=True)
class Paper:
    """A certificate as it is read; `name` whole for the person, masked for others."""

    code: str
    name: str
    community: BodyRef | None
    first_on: date
    last_on: date
    times: int
    minutes: int
    issued_at: datetime

    @property
    def grouped(self) -> str:
        """The code in groups of four, to be read aloud."""
        return " ".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))


def _paper(row: Certificate, *, masked: bool) -> Paper:
    name = open_(row.name_sealed)
    return Paper(
        row.code, mask_name(name) if masked else name,
        orgs.body_by_id(row.community_id) if row.community_id else None, row.first_on,
        row.last_on, row.times, row.minutes, row.issued_at,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def ask(request: HttpRequest) -> HttpResponse:
    """The own certificates, and the form for another."""
    actor, today = actor_of(request), clock.today()
    initial = {"name": own_name(actor), "first": date(today.year, 1, 1), "last": today}
    form = CertificateForm(request.POST or None, initial=initial)
    made: list[Certificate] = []
    if carried_out(form, lambda: made.append(issue_certificate(actor=actor, **form.cleaned_data))):
        return redirect("serve:certificate", code=made[0].code)
    own = Certificate.objects.visible_to(actor).order_by("-issued_at")[:50]
    context = {"form": form, "own": [_paper(row, masked=False) for row in own]}
    return render(request, "volunteering/me/certificates.html", context, status=status_of(form))


@never_cache
@require_GET
@resident_only
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The page to print, or to keep as PDF by the browser."""
    row = Certificate.objects.visible_to(actor_of(request)).filter(code=code).first()
    if row is None:
        raise NotFound
    address = settings.PUBLIC_URL + reverse("certificates:one", args=[row.code])
    context = {"paper": _paper(row, masked=False), "address": address, "qr": picture_of(address)}
    return render(request, "volunteering/me/certificate.html", context)


@never_cache
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Anyone types a code."""
    form = CheckForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            row = certificate_by_code(form.cleaned_data["code"])
        except NotFound as error:
            form.add_error("code", str(error))
        else:
            return redirect("certificates:one", code=row.code)
    return render(request, "volunteering/public/check.html", {"form": form})


@never_cache
@require_GET
def one(request: HttpRequest, code: str) -> HttpResponse:
    """What a true certificate says: masked name, period, times and minutes."""
    context = {"paper": _paper(certificate_by_code(code), masked=True)}
    return render(request, "volunteering/public/one.html", context)

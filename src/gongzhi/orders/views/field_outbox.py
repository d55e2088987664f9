"""The one door for everything done in the field: from the phone's outbox, or a plain form.

    POST /field/outbox   multipart: entry (JSON), photos   → {client_key, result, message, order}

Without scripts the same fields come as an ordinary form; the answer is then a page.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import staff_only

from ..services.accept_outbox_entry import Answer, Entry, accept_outbox_entry

MOST_PHOTOS = 12
MOST_BYTES = 25 * 1024 * 1024
_NOT_PAYLOAD = {
    "csrfmiddlewaretoken",
    "client_key",
    "kind",
    "number",
    "order",
    "seq",
    "next",
    "page",
}


@require_POST
@staff_only()
def outbox(request: HttpRequest) -> HttpResponse:
    """One entry, exactly once. 200 with done, noted or refused; 400 for what is no entry."""
    if "entry" in request.POST:
        return _from_outbox(request)
    return _from_form(request)


def _from_outbox(request: HttpRequest) -> JsonResponse:
    try:
        document = json.loads(request.POST["entry"])
        if not isinstance(document, dict):
            raise Invalid(_("这条记录读不出来。"), "entry")
        if str(document.get("user") or "") not in {"", str(request.actor.user_id)}:  # type: ignore[attr-defined]
            # Another person's phone record must wait until that person is logged in again.
            return JsonResponse({"message": _("请用记录本人的账号登录后再传。")}, status=401)
        entry = _entry(request, document)
    except (ValueError, RecursionError):
        return JsonResponse({"message": _("这条记录读不出来。")}, status=400)
    except Invalid as error:
        return JsonResponse({"message": str(error), "field": error.field}, status=400)
    answer = accept_outbox_entry(actor=request.actor, entry=entry)  # type: ignore[attr-defined]
    return JsonResponse(_shown(answer))


def _from_form(request: HttpRequest) -> HttpResponse:
    document: dict[str, Any] = {name: request.POST[name] for name in request.POST}
    document["payload"] = {k: v for k, v in document.items() if k not in _NOT_PAYLOAD}
    # Scripts run but were not there yet: no key was made, and the one in <noscript> is not sent.
    # The page's own token and what was written make one, so that a double press is one entry.
    document.setdefault("client_key", str(uuid.uuid5(uuid.NAMESPACE_OID, request.POST.urlencode())))
    try:
        entry = _entry(request, document)
    except (ValueError, Invalid) as error:
        messages.error(request, str(error) if isinstance(error, Invalid) else _("表单不完整。"))
        return redirect(_back(request))
    answer = accept_outbox_entry(actor=request.actor, entry=entry)  # type: ignore[attr-defined]
    level = {"done": messages.success, "noted": messages.warning, "refused": messages.error}
    level[answer.result](request, answer.message)
    if answer.result == "refused":
        return redirect(_back(request))
    return redirect(request.POST["next"] if _is_ours(request) else "field:today")


def _is_ours(request: HttpRequest) -> bool:
    target = request.POST.get("next", "")
    return bool(target) and url_has_allowed_host_and_scheme(target, {request.get_host()})


def _back(request: HttpRequest) -> str:
    """The page that the form stood on, so that nothing has to be looked for again."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return referer
    return "/field/"


def _entry(request: HttpRequest, document: dict[str, Any]) -> Entry:
    """Read an entry; ValueError for a key that is none, Invalid with a sentence for the rest."""
    payload = document.get("payload") or {}
    if not isinstance(payload, dict):
        raise Invalid(_("这条记录读不出来。"), "payload")
    payload = {str(key): _last(value) for key, value in payload.items()}
    photos = _photos(request)
    # A form with two buttons says by the button what it is.
    kind = str(payload.pop("do", "") or document.get("kind") or "")
    seq = str(document.get("seq") or payload.pop("seq", "") or "")
    if not payload.get("lon") and payload.get("photo_lon"):
        payload |= {"lon": payload["photo_lon"], "lat": payload.get("photo_lat")}
    return Entry(
        client_key=uuid.UUID(str(document.get("client_key"))),
        kind=kind,
        number=str(document.get("number") or document.get("order") or ""),
        seq=whole_number(seq),
        payload=payload,
        made_at=_moment(document.get("created_at")),
        photos=tuple(photos["photos"]),
        before=tuple(photos["before"]),
        after=tuple(photos["after"]),
    )


def _last(value: Any) -> Any:
    """Forms may send a name twice (a suggestion and the list): the last one chosen counts."""
    if isinstance(value, list):
        chosen = [item for item in value if item not in ("", None)]
        return chosen[-1] if chosen else ""
    return value


def _photos(request: HttpRequest) -> dict[str, list[bytes]]:
    """Files by part. The outbox sends all as `photos` and keeps the part in the file's name."""
    found: dict[str, list[bytes]] = {"photos": [], "before": [], "after": []}
    for name in found:
        for file in request.FILES.getlist(name):
            part = str(getattr(file, "name", "") or "").split("-", 1)[0]
            found[part if part in {"before", "after"} else name].append(_read(file))
    if sum(len(part) for part in found.values()) > MOST_PHOTOS:
        raise Invalid(_("照片最多%(max)d张，请删掉几张再交。") % {"max": MOST_PHOTOS}, "photos")
    return found


def _read(file: UploadedFile) -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(_("一张照片不能超过25 MB。"), "photos")
    return file.read()


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _shown(answer: Answer) -> dict[str, str]:
    return {
        "client_key": str(answer.client_key),
        "result": answer.result,
        "message": answer.message,
        "order": answer.number,
    }

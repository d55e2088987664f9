"""/desk/settings/ and the pages of single values."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.office.draft import draft_of
from gongzhi.office.forms.subject import SubjectForm
from gongzhi.office.policies import CHANGES
from gongzhi.office.process_subjects import PREFIX, SETTINGS, process_files, process_subject
from gongzhi.office.selectors.history import last_changes
from gongzhi.office.selectors.national import national_spans
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.office.subjects import SUBJECTS, Group, Subject
from gongzhi.office.tables import TABLES, Table
from gongzhi.office.views.frame import crumbs, page, seen_files
from gongzhi.office.views.shown import shown_groups
from gongzhi.orgs.ending.naming import stale_settings
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.web.access import actor_of, staff_only

# In the order of an office's own words: what it is called, how long, when, what, who, how said.
ORDER = (
    "names",
    "stages",
    "limits",
    "calendar",
    "categories",
    "duties",
    "texts",
    "rates",
    "services",
    "model",
)


@require_GET
@staff_only(*CHANGES)
def overview(request: HttpRequest) -> HttpResponse:
    """All settings by subject, when each was last changed, and what is pending."""
    draft = draft_of(actor_of(request))
    changed = last_changes()
    entries = []
    seen = seen_files(draft)
    processes = {
        f"{PREFIX}{key}": process_subject(seen, PREFIX + key) for key in process_files(seen)
    }
    subjects = SUBJECTS | {key: one for key, one in processes.items() if one}
    for key in (*ORDER, *processes):
        one = subjects.get(key) or TABLES[key]
        files = one.files if isinstance(one, Subject) else (one.file,)
        own = [file for file in files if key not in processes or file != SETTINGS]
        last = max(
            (changed[file] for file in own if file in changed),
            key=lambda change: change.version,
            default=None,
        )
        href = f"/desk/settings/{key}/" if key in subjects else f"/desk/settings/table/{key}/"
        waiting = [edit for edit in draft.edits if edit.file in files]
        if waiting and key in processes:
            cells = _cells(one, seen)
            waiting = [edit for edit in waiting if (edit.file, edit.path) in cells]
        entries.append({"one": one, "href": href, "last": last, "waiting": len(waiting)})
    context = {
        "draft": draft, "entries": entries[: len(ORDER)], "processes": entries[len(ORDER) :],
        "stale": stale_settings(seen),
    }  # fmt: skip
    return page(request, "overview.html", context)


def _cells(one: Subject | Table, seen: ProfileFiles) -> set[tuple[str, tuple[str | int, ...]]]:
    """What the page of a process holds: of the limits, which all share, only its own."""
    groups = one.groups(seen) if isinstance(one, Subject) else []
    plain = [group for group in groups if isinstance(group, Group)]
    return {(c.file, c.path) for group in plain for line in group.lines for c in line.cells}


@require_http_methods(["GET", "POST"])
@staff_only(*CHANGES)
def subject(request: HttpRequest, subject: str) -> HttpResponse:
    """One page of values; posting keeps what was changed in the draft."""
    actor = actor_of(request)
    draft = draft_of(actor)
    files = seen_files(draft)
    one = SUBJECTS.get(subject) or process_subject(files, subject)
    if one is None:
        raise Http404
    groups = one.groups(files)
    form = SubjectForm(groups, files, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        edits = form.edits()
        if not edits:
            messages.info(request, _("没有改动。"))
            return HttpResponseRedirect(request.path)
        try:
            keep_edits(actor=actor, edits=edits)
        except ProfileInvalidError as error:
            form.tell(error.problems)
        except Invalid as error:
            name = error.field if error.field in form.fields else None
            form.add_error(name, str(error.message))
        else:
            kept_message(request, len(edits))
            return HttpResponseRedirect(request.path)
    context = {
        "draft": draft,
        "one": one,
        "form": form,
        "groups": shown_groups(groups, form),
        "crumbs": crumbs((str(one.title), "")),
    }
    if subject == "calendar":
        context |= _national(request)
    return page(request, "subject.html", context, status=422 if form.errors else 200)


def kept_message(request: HttpRequest, count: int) -> None:
    """What was kept, and that it is not in force yet."""
    said = ngettext("记下了 %(n)s 处修改，还没应用。", "记下了 %(n)s 处修改，还没应用。", count) % {
        "n": count
    }
    messages.success(request, said)


def _national(request: HttpRequest) -> dict[str, object]:
    today = clock.today()
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and 2004 <= int(text) <= today.year + 2 else today.year
    return {
        "year": year,
        "years": range(today.year - 1, today.year + 3),
        "spans": national_spans(year),
    }

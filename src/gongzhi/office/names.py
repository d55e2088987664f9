"""What codes are called in the city in force: for lists, search and what changed."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.office.process_subjects import stage_names
from gongzhi.office.tables import Names, class_names
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.content import ProfileFiles


def names_of(files: ProfileFiles) -> Names:
    """What codes are called in the city in force."""
    kinds = (files.yaml("orgs/kinds.yaml") or {}).get("kinds", {})
    language = get_language() or "zh"
    spoken = "en" if language.startswith("en") else "zh"

    def body(code: str) -> str:
        if code.startswith("kind:"):
            kind = kinds.get(code.removeprefix("kind:"))
            return str(kind[spoken]) if kind else code
        found = orgs.body_by_code(code)
        if found is not None:
            return found.label(language)
        ended = orgs.ended_body(code)
        return _ended(ended, language) if ended else code

    def area(code: str) -> str:
        found = areas.area_by_code(code)
        return found.label(language) if found else code

    return Names(class_names(files), body, area, stage_names(files))


def _ended(body: orgs.BodyRef, language: str) -> str:
    name = body.label(language)
    now = orgs.acting_body(body.code)  # who took over, maybe by way of several
    if now is None:
        return _("%(name)s（已停用）") % {"name": name}
    return _("%(name)s（已撤并，现由%(now)s接办）") % {"name": name, "now": now.label(language)}

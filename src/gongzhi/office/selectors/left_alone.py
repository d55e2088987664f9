"""What going back to an earlier release leaves as it is: areas changed outside of the files."""

from __future__ import annotations

from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.history import owned_codes
from gongzhi.office.reading import changed_files, files_of
from gongzhi.profiles.models import ProfileRelease


def areas_left_alone(newest: ProfileRelease, target: ProfileRelease) -> list[str]:
    """Names (or codes of those that are gone) by code; empty when the areas' files are the same.

    A change of boundaries or an import is newer than any file, so applying files never touches
    what it made, altered or closed.
    """
    changed = changed_files(files_of(newest), files_of(target))
    if not any(name.startswith("areas/") for name in changed):
        return []
    language = get_language() or "zh"
    found = ((code, areas.area_by_code(code)) for code in sorted(owned_codes()))
    return [area.label(language) if area else code for code, area in found]

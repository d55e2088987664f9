"""Mistakes of `volunteering/settings.yaml` are told with file and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.profiles.services.check_profile import check_profile
from tests.orgs.town import town

MISTAKES = [
    ('unit_kinds: [unit]', 'unit_kinds: [unit, unknown]', "unit_kinds[1]"),
    ('weekday: 5', 'weekday: 8', "service_days[0].weekday"),
    ('themes: {}', 'themes: {"13": {zh: 主题, en: Theme}}', "themes.13"),
    ('key: law, name: {zh: 法律咨询', 'key: teach, name: {zh: 法律咨询', "skills[6]"),
    ('minutes: 120}', 'minutes: 120, kind: nothing}', "service_days[0].kind"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "field"), MISTAKES)
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, right: str, wrong: str, field: str
) -> None:
    folder = town(tmp_path)
    path = folder.parent / "_standard/volunteering/settings.yaml"
    text = path.read_text("utf-8")
    text = text.replace(
        "unit_kinds: [unit, department, utility, association, new_sector, property]",
        "unit_kinds: [unit]",
    )
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert [problem.field for problem in check_profile(folder)] == [field]

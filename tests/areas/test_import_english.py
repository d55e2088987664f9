"""The review of an import on an English page: areas by their English names, no Chinese marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import translation

from gongzhi.areas import selectors
from gongzhi.areas.models import AreaImport, AreaVersion
from gongzhi.areas.reading import files as reads
from gongzhi.areas.services.apply_import import apply_import
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel.scope import Actor

from .conftest import NOW, TODAY, collection, feature, square

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
County = dict[str, AreaVersion]


def in_english(county: County) -> None:
    for code, version in county.items():
        AreaVersion.objects.filter(pk=version.pk).update(name_en=f"Area {code[6:] or 'top'}")
    selectors.forget()


def staged(actor: Actor, path: Path, days: int = 0) -> AreaImport:
    day = TODAY + timedelta(days=days)
    return stage_file(actor=actor, path=path, name=path.name, chosen_crs="", day=day, at=NOW)


def sentences(row: AreaImport, language: str) -> dict[str, str]:
    with translation.override(language):
        said = [one["sentence"] for one in reads.problem_rows(row)]
    keys = [problem["key"] for problem in row.found["problems"]]
    return dict(zip(keys, said, strict=True))


def test_problems_name_areas_in_english(
    county: County, sysadmin: Actor, write: Callable[..., Path]
) -> None:
    in_english(county)
    later = collection(feature("420000002001", square(113.01, 30.0), name="以后的名"))
    ahead = staged(sysadmin, write(later), days=30)
    apply_import(actor=sysadmin, import_id=ahead.pk, at=NOW)
    data = collection(
        feature("420000001001", square(113.0, 30.0, 0.012, 0.01)),  # over its neighbour's ground
        feature("420000001002", square(113.0, 30.015, 0.01, 0.005)),  # leaves a gap below
        feature("420000002001", name="再改名"),  # something is arranged for it
        feature("420000002002", parent_code="420000001"),  # moved
        feature("420000001003", square(113.0, 30.01, 0.001), name="新", name_en="New", level=1,
                kind="community", parent_code="420000001"),  # not below its parent
    )  # fmt: skip
    row = staged(sysadmin, write(data))
    found = sentences(row, "en")
    assert {"outside", "later", "moved", "level_parent"} <= set(found)
    assert {key: words for key, words in found.items() if CHINESE.search(words)} == {}
    assert "Area 001" in found["outside"]
    assert "“Area 002” (420000002)" in found["moved"]
    assert "“Area 001” (420000001)" in found["moved"]
    chinese = sentences(row, "zh-hans")
    assert "“第2街道”（420000002）" in chinese["moved"]
    assert "第1街道" in chinese["outside"]


def test_what_changes_is_named_in_english(
    county: County, sysadmin: Actor, write: Callable[..., Path]
) -> None:
    in_english(county)
    shape = square(113.0, 30.0, 0.01, 0.012)
    data = collection(
        feature("420000001001", shape), feature("420000001002", square(113.0, 30.012, 0.01, 0.008))
    )
    row = staged(sysadmin, write(data))
    with translation.override("en"):
        assert [reads.change_name(one) for one in row.found["changes"]] == [
            "Area 001001", "Area 001002",
        ]  # fmt: skip
        drawn = reads.preview_shapes(row.pk)["features"]
        assert {one["properties"]["name"] for one in drawn} == {"Area 001001", "Area 001002"}
    with translation.override("zh-hans"):
        assert reads.change_name(row.found["changes"][0]) == "第11社区"

"""Rows by COPY are what `bulk_create` would have written, history and constraints included."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas.models import Area, AreaVersion
from gongzhi.kernel.copyrows import copy_rows, new_ids

pytestmark = pytest.mark.django_db

SHAPE = {"type": "Point", "coordinates": [118.7, 40.0]}
VALID = DateRange(date(2026, 1, 1), None)


def _version(area: Area, **values: object) -> AreaVersion:
    given = {
        "code": f"9{area.pk}", "name": '制表\t换行\n"引号"\\N', "name_en": "", "level": 1,
        "path": f"{area.pk}.", "shape": SHAPE, "centre_lon": 118.7, "valid": VALID,
    }  # fmt: skip
    return AreaVersion(area=area, **given | values)


def test_rows_come_back_as_they_were_given():
    areas = [Area(kind="grid"), Area(kind="estate")]
    copy_rows(areas)
    rows = [_version(areas[0]), _version(areas[1], shape=None, parent=areas[0])]
    copy_rows(rows)
    read = list(AreaVersion.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    for row, same in zip(rows, read, strict=True):
        for field in AreaVersion._meta.concrete_fields:
            assert getattr(same, field.attname) == getattr(row, field.attname), field.name
    assert [row.area.kind for row in read] == ["grid", "estate"]
    assert read[0].updated_at is not None  # auto_now, as save() would have set it


def test_the_history_has_each_row_once_in_their_order():
    areas = [Area(kind="grid") for _ in range(3)]
    copy_rows(areas)
    rows = [_version(area) for area in areas]
    copy_rows(rows)
    told = AreaVersion.pgh_event_model.objects.filter(pgh_obj_id__in=[row.pk for row in rows])
    kept = list(told.order_by("pgh_id").values_list("pgh_obj_id", "pgh_label", "code", "shape"))
    assert kept == [(row.pk, "insert", row.code, SHAPE) for row in rows]


def test_a_refused_row_leaves_nothing():
    area = Area(kind="grid")
    copy_rows([area])
    before = AreaVersion.objects.count()
    with pytest.raises(IntegrityError):
        copy_rows([_version(area), _version(area, code="other")])
    assert AreaVersion.objects.count() == before


def test_a_reference_to_nothing_is_refused_at_the_end():
    with pytest.raises(IntegrityError), transaction.atomic():
        _copy_and_check([_version(Area(pk=2**40))])


def _copy_and_check(rows: list[AreaVersion]) -> None:
    copy_rows(rows)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_rows_and_no_ids_are_nothing():
    copy_rows([])
    assert new_ids(Area, 0) == []

"""The guard: what a statement may touch inside a request or a job."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Q

from gongzhi.kernel import scope
from gongzhi.kernel.scope import (
    MARKER,
    PUBLIC,
    SYSTEM,
    Actor,
    ScopeViolation,
    guarded_tables,
    table_touched,
    unscoped,
)
from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel, ScopedQuerySet, guarded

SOURCE = Path(scope.__file__).parents[1]


class ThingQuerySet(ScopedQuerySet["Thing"]):
    def scope_for(self, actor: Actor) -> Q:
        return Q(public=True) if actor.is_public else Q(owner=actor.user_id)


class Thing(ScopedModel):
    name = models.TextField()
    public = models.BooleanField(default=False)
    owner = models.IntegerField(default=0)

    objects = ScopedManager.from_queryset(ThingQuerySet)()

    class Meta(ScopedModel.Meta):
        app_label = "kernel_tests"
        db_table = "kernel_thing"


class Note(models.Model):
    """Not scoped itself; points to a scoped row."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="notes")

    class Meta:
        app_label = "kernel_tests"
        db_table = "kernel_note"


@pytest.fixture
def tables(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Thing)
        editor.create_model(Note)
    Thing.reached.bulk_create(
        [
            Thing(name="长椅", public=True, owner=1),
            Thing(name="井盖", owner=2),
            Thing(name="路灯", owner=2),
        ]
    )
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Note)
        editor.delete_model(Thing)


def names(rows: Any) -> list[str]:
    return sorted(row.name for row in rows)


def test_the_model_registered_its_table() -> None:
    assert guarded_tables["kernel_thing"] == "id"
    assert "kernel_note" not in guarded_tables


def test_unscoped_reads_are_stopped_and_scoped_ones_run(tables: None) -> None:
    with guarded():
        with pytest.raises(ScopeViolation, match="kernel_thing"):
            list(Thing.objects.all())
        assert names(Thing.objects.visible_to(PUBLIC)) == ["长椅"]
        assert names(Thing.objects.visible_to(Actor("staff", 2))) == ["井盖", "路灯"]
        assert Thing.objects.visible_to(SYSTEM).count() == 3
        assert names(Thing.objects.filter(name="井盖").marked()) == ["井盖"]
        visible = Thing.objects.visible_to(Actor("staff", 2))
        assert visible.order_by("name").exclude(name="x").exists()
        assert visible.aggregate(n=models.Count("id"))["n"] == 2
        assert list(visible.values_list("owner", flat=True).distinct()) == [2]
    assert Thing.objects.count() == 3  # shell, migrations and admin stand outside


def test_subqueries_need_a_marker_somewhere_in_the_statement(tables: None) -> None:
    with guarded():
        with pytest.raises(ScopeViolation):
            Note.objects.filter(thing__in=Thing.objects.filter(owner=2)).exists()
        with pytest.raises(ScopeViolation):
            list(Note.objects.select_related("thing"))
        scoped = Thing.objects.visible_to(Actor("staff", 2))
        assert not Note.objects.filter(thing__in=scoped).exists()


def test_mass_updates_and_deletes_need_a_scope(tables: None) -> None:
    with guarded():
        with pytest.raises(ScopeViolation):
            Thing.objects.filter(owner=2).update(name="x")
        with pytest.raises(ScopeViolation):
            Thing.objects.filter(owner=2).delete()
        assert Thing.objects.visible_to(Actor("staff", 2)).update(owner=3) == 2
        rows = list(Thing.objects.visible_to(Actor("staff", 3)))
        rows[0].name = "新"
        assert Thing.reached.bulk_update(rows, ["name"]) == 2
        deleted, _kinds = Thing.objects.visible_to(Actor("staff", 3)).delete()
        assert deleted == 2
    assert Thing.objects.count() == 1


def test_a_row_already_reached_can_be_saved_followed_and_deleted(tables: None) -> None:
    with guarded():
        thing = Thing.objects.visible_to(PUBLIC).get()
        thing.name = "新长椅"
        thing.save()
        thing.refresh_from_db()
        note = Note.objects.create(thing=thing)
        assert Note.objects.get(pk=note.pk).thing.name == "新长椅"
        made = Thing.objects.create(name="新", public=True)
        made.delete()
        note.delete()
        thing.delete()
        assert not Thing.objects.visible_to(PUBLIC).exists()


def test_raw_statements(tables: None) -> None:
    with guarded(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_thing (name, public, owner) VALUES ('新', true, 1)")
        with pytest.raises(ScopeViolation):
            cursor.execute("SELECT * FROM kernel_thing")
        with pytest.raises(ScopeViolation):
            cursor.executemany("UPDATE kernel_thing SET owner = %s", [[1], [2]])
        cursor.execute(f"SELECT count(*) FROM kernel_thing WHERE {MARKER}")
        assert cursor.fetchone() == (4,)
        cursor.execute("SELECT %s", [MARKER])
        with pytest.raises(ScopeViolation):  # a marker among the values vouches for nothing
            cursor.execute("SELECT 1 FROM kernel_thing WHERE name = %s", [MARKER])


def test_unscoped_gives_its_reason_and_ends(tables: None) -> None:
    with guarded():
        with unscoped("test: the guard itself"):
            assert Thing.objects.count() == 3
        with pytest.raises(ScopeViolation):
            Thing.objects.count()
        with guarded(), unscoped("test: nested"):
            assert Thing.objects.exists()
        with pytest.raises(ScopeViolation):
            Thing.objects.exists()
    assert "test: nested" in scope.unscoped_reasons()
    with pytest.raises(ValueError, match="reason"), unscoped(" "):
        pass


T = '"kernel_thing"'


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT {T}.id FROM {T}",
        f'SELECT 1 FROM "other" INNER JOIN {T} ON ({T}."id" = 1)',
        f'SELECT 1 FROM "other" U0, {T} U1',
        f'UPDATE {T} SET "owner" = %s',
        f"UPDATE ONLY {T} SET x = 1",
        f"DELETE FROM {T}",
        f'DELETE FROM {T} WHERE {T}."owner" IN (%s)',
        f'DELETE FROM {T} WHERE {T}."id" IN (%s) OR true',
        f'DELETE FROM "other" USING {T} WHERE true',
        f'INSERT INTO "other" SELECT * FROM {T}',
        f"MERGE INTO {T} USING x ON true WHEN MATCHED THEN DELETE",
        f"TRUNCATE {T}",
        f"TRUNCATE TABLE {T}",
        f"COPY {T} TO STDOUT",
        f'SELECT 1 FROM "public".{T}',
        "select 1\nfrom\n  kernel_thing t",
        "SELECT 1 FROM public.kernel_thing",
        f"SELECT 1 FROM ({T} JOIN x ON true)",
        f"WITH a AS (SELECT * FROM {T} FOR UPDATE) SELECT 1 FROM a",
    ],
)
def test_statements_that_touch(sql: str) -> None:
    assert table_touched(sql) == "kernel_thing"
    assert table_touched(sql) == "kernel_thing"  # from the cache
    assert table_touched(f"{sql} /* {MARKER} */") is None


@pytest.mark.parametrize(
    "sql",
    [
        f'INSERT INTO {T} ("name") VALUES (%s) RETURNING {T}."id"',
        f'INSERT INTO {T} ("a", "b") VALUES (%s, %s) ON CONFLICT ("a") DO UPDATE SET "b" = %s',
        "SELECT 1 FROM kernel_things",
        'SELECT 1 FROM "kernel_thing_note"',
        'SELECT "kernel_note"."thing_id", "kernel_thing"."id" FROM "kernel_note"',
        f'DELETE FROM {T} WHERE {T}."id" IN (%s, %s)',
        "SAVEPOINT x",
        "SELECT 1",
    ],
)
def test_statements_that_do_not(sql: str) -> None:
    assert table_touched(sql) is None


def test_every_unscoped_in_the_source_has_a_literal_reason() -> None:
    bare = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        if "unscoped(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("unscoped")):
                continue
            reason = node.args[0] if len(node.args) == 1 else None
            literal = isinstance(reason, ast.Constant) and isinstance(reason.value, str)
            if not literal or len(reason.value) < 10:  # type: ignore[union-attr,arg-type]
                bare.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert not bare, f"unscoped() without a literal reason: {bare}"


def test_long_statements_are_judged_quickly_and_not_kept() -> None:
    before = len(scope._verdicts)
    ids = ", ".join(["%s"] * 3000)
    assert table_touched(f'SELECT 1 FROM "other" WHERE "other"."id" IN ({ids})') is None
    assert table_touched(f"SELECT 1 FROM {T} WHERE id IN ({ids})") == "kernel_thing"
    assert len(scope._verdicts) == before


def test_table_names_with_capitals_are_refused() -> None:
    with pytest.raises(ValueError, match="small letters"):
        scope.register_scoped("Kernel_Thing")

"""Tables and triggers that a migration makes together."""

from __future__ import annotations

import pgtrigger
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from gongzhi.kernel.together import Together


def _fields(**more: models.Field) -> list[tuple[str, models.Field]]:
    return [("id", models.BigAutoField(primary_key=True)), *more.items()]


def _operation() -> Together:
    refers = models.ForeignKey("together.left", models.PROTECT)
    stays = pgtrigger.Protect(name="left_stays", operation=pgtrigger.Delete)
    return Together(
        [
            CreateModel("Right", _fields(left=refers)),
            CreateModel("Left", _fields()),
            AddTrigger("left", stays),
        ]
    )


def _there() -> tuple[list[str], int]:
    """The tables, and how many triggers of ours they have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname ~ '^together_(left|right)$'")
        tables = sorted(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_left_stays%'")
        return tables, cursor.fetchone()[0]


def test_made_and_removed_whatever_their_order(db: None) -> None:
    before, after = ProjectState(), ProjectState()
    operation = _operation()
    operation.state_forwards("together", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("together", editor, before, after)
    assert _there() == (["together_left", "together_right"], 1)

    with connection.schema_editor() as editor:
        operation.database_backwards("together", editor, after, before)
    assert _there() == ([], 0)


def test_models_are_made_once_for_all(db: None) -> None:
    state = ProjectState()
    made = state.apps  # as after an earlier migration
    _operation().state_forwards("together", state)
    assert "apps" not in state.__dict__
    assert state.apps is not made
    assert {model.__name__ for model in state.apps.get_models()} == {"Left", "Right"}

"""Databases of the version before, whose migrations were folded, and of versions before that."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from gongzhi.cli.folded import too_old
from gongzhi.cli.prepare import migrate
from gongzhi.platform.problems import PlatformError

Key = tuple[str, str]


def _folded() -> dict[Key, list[Key]]:
    """Each of our migrations that stands for earlier ones, with their names."""
    loader = MigrationLoader(None)
    return {
        key: list(migration.replaces)
        for key, migration in loader.replacements.items()
        if type(migration).__module__.startswith("gongzhi.")
    }


def _forget(*keys: Key) -> None:
    recorder = MigrationRecorder(connection)
    for app, name in keys:
        recorder.record_unapplied(app, name)


def _recorded() -> set[Key]:
    return set(MigrationRecorder(connection).applied_migrations())


def test_the_migrations_make_what_the_models_say(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_database_of_the_version_before_goes_on(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = _recorded()
    _forget(*_folded())  # what is left is what that version wrote down
    assert _recorded() == everything - set(_folded())

    migrate()
    assert capsys.readouterr().out == ""  # nothing was run
    assert _recorded() == everything


def test_an_older_database_is_told_in_one_sentence(db: None) -> None:
    folded = _folded()
    _forget(*folded, ("orders", "0012_triage_by_event"), ("registers", "0010_people_moved_at_once"))
    before = _recorded()

    with pytest.raises(PlatformError) as refused:
        migrate()
    assert str(refused.value) == (
        "The tables of this database are older than this version can bring up to date "
        "(orders, registers). Start the last version before 0.1.0 on it once, then this one."
    )
    assert _recorded() == before


def test_no_step_on_the_way_passes_for_whole() -> None:
    """Several migrations of an app share out the names so that each earlier step lacks some."""
    loader = MigrationLoader(None)
    folded = _folded()
    for app in {app for app, _ in folded}:
        names = sorted(key for new, old in folded.items() if new[0] == app for key in old)
        for steps in range(1, len(names)):
            recorder = SimpleNamespace(applied_migrations=lambda n=names[:steps]: dict.fromkeys(n))
            sentence = too_old(SimpleNamespace(recorder=recorder, loader=loader))
            assert f"({app})" in (sentence or ""), names[:steps]


def test_a_new_and_a_whole_database_fit(db: None) -> None:
    assert too_old(MigrationExecutor(connection)) is None
    empty = SimpleNamespace(applied_migrations=dict)
    assert too_old(SimpleNamespace(recorder=empty, loader=MigrationLoader(None))) is None


def test_nothing_builds_on_a_name_that_is_gone() -> None:
    gone = {key for old in _folded().values() for key in old}
    loader = MigrationLoader(None, replace_migrations=False)
    for key, migration in loader.disk_migrations.items():
        assert not gone & set(migration.dependencies), key


def test_a_first_start_that_was_killed_begins_again(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the first tables of ours were there and not yet noted as made."""
    whole = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE killed_at_first TEMPLATE template0")
    noted = MigrationRecorder.record_applied

    def killed(recorder: MigrationRecorder, app: str, name: str) -> None:
        if app == "accounts":
            raise KeyboardInterrupt
        noted(recorder, app, name)

    monkeypatch.setattr(MigrationRecorder, "record_applied", killed)
    connection.close()
    connection.settings_dict["NAME"] = "killed_at_first"
    try:
        for _start in range(2):
            with pytest.raises(KeyboardInterrupt):
                migrate()
            tables = connection.introspection.table_names()
            assert not [name for name in tables if name.startswith(("accounts_", "django_co"))]
            assert {app for app, _name in _recorded()} == {"procrastinate"}
    finally:
        connection.close()
        connection.settings_dict["NAME"] = whole
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE killed_at_first")

"""The command line: help, exit codes, one sentence for a mistake."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from gongzhi.cli.main import build_parser, main
from gongzhi.platform.problems import PlatformError


def commands() -> list[str]:
    action = next(a for a in build_parser()._actions if a.choices and not a.option_strings)
    return list(action.choices)


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help(command, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"gongzhi {command}" in capsys.readouterr().out


def test_help_names_the_exit_codes(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "exit codes: 0 done; 1 failed" in capsys.readouterr().out


def test_a_wrong_command_line_is_exit_code_2(capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", "--port", "99999999"])
    assert left.value.code == 2
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


def test_help_does_not_load_django() -> None:
    code = "import sys, gongzhi.cli; gongzhi.cli.main(['--version'])"
    script = f"try:\n {code}\nfinally:\n assert 'django' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_port_in_use_leaves_before_anything_is_started(tmp_path, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port, "--data", str(tmp_path / "d")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "is in use by another program" in error
    assert not (tmp_path / "d" / "postgres").exists()


def test_a_wrong_database_url_is_one_sentence(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://nothing")
    assert main(["backup", str(tmp_path / "b"), "--data", str(tmp_path / "d")]) == 1
    assert capsys.readouterr().err.startswith("gongzhi: DATABASE_URL must look like")


def test_a_folder_that_is_no_backup_is_refused(tmp_path, capsys) -> None:
    assert main(["restore", str(tmp_path), "--data", str(tmp_path / "d")]) == 1
    assert "is not a backup of gongzhi" in capsys.readouterr().err


def test_backup_and_restore_carry_rows_media_and_keys(open_folder, capsys, monkeypatch) -> None:
    import psycopg

    from gongzhi.platform.postgres import EmbeddedPostgres

    monkeypatch.delenv("DATABASE_URL", raising=False)
    first, second, copy = (open_folder / name for name in ("first", "second", "copy"))
    with EmbeddedPostgres(first, durable=False) as server:
        with psycopg.connect(server.conninfo) as connection:
            connection.execute("CREATE TABLE kept (value text)")
            connection.execute("INSERT INTO kept VALUES ('安澜社区')")
        (first / "media" / "photo.jpg").write_bytes(b"photo")
        keys = open_folder / "keys"
        assert main(["backup", str(copy), "--data", str(first), "--secrets-to", str(keys)]) == 0
        assert main(["backup", str(copy), "--data", str(first)]) == 1
    assert not (copy / "secrets").exists()
    assert json.loads((copy / "manifest.json").read_text())["product"] == "gongzhi"
    assert (keys / "database_password").stat().st_mode & 0o777 == 0o600

    assert main(["restore", str(copy), "--data", str(second), "--secrets-from", str(keys)]) == 0
    with (
        EmbeddedPostgres(second, durable=False) as server,
        psycopg.connect(server.conninfo) as connection,
    ):
        assert connection.execute("SELECT value FROM kept").fetchall() == [("安澜社区",)]
    assert (second / "media" / "photo.jpg").read_bytes() == b"photo"
    assert main(["restore", str(copy), "--data", str(second)]) == 1
    assert "is not empty" in capsys.readouterr().err


def test_a_restore_that_fails_leaves_nothing(open_folder, capsys, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    backup, data = whole_backup(open_folder), open_folder / "data"
    assert main(["restore", str(backup), "--data", str(data)]) == 1
    assert "The backup cannot be loaded: " in capsys.readouterr().err
    assert not data.exists()
    assert main(["restore", str(backup), "--data", str(data), "--secrets-from", "/nowhere"]) == 1
    assert "There are no secrets" in capsys.readouterr().err
    assert not data.exists()


def test_a_damaged_backup_is_refused(tmp_path, capsys) -> None:
    (tmp_path / "manifest.json").write_text('{"dump_sha256": "0"}', encoding="utf-8")
    Path(tmp_path / "database.dump").write_bytes(b"x")
    assert main(["restore", str(tmp_path), "--data", str(tmp_path / "d")]) == 1
    assert "is damaged" in capsys.readouterr().err


MISTAKES = {
    "a file in the way": ["serve", "--data", "{file}/data"],
    "no such host": ["serve", "--host", "nowhere.invalid", "--data", "{new}"],
    "no such profile": ["demo", "--profile", "atlantis", "--data", "{new}"],
    "no profile to check": ["profile", "check", "atlantis"],
    "a profile of rubbish": ["profile", "check", "{rubbish}"],
    "a profile that is there": ["profile", "new", "{folder}"],
    "no good key": ["profile", "new", "{new}/Atlantis"],
    "no backup": ["restore", "{folder}", "--data", "{new}"],
    "a point beyond the earth": ["locate", "500", "1", "--data", "{new}"],
    "no file to import": ["import", "{new}.csv", "--as", "somebody", "--data", "{file}/data"],
    "a data folder in a file": ["worker", "--data", "{file}/data"],
    "a check in a file": ["check", "--data", "{file}/data"],
    "a backup of nothing": ["backup", "{new}", "--data", "{new}-data"],
    "a check of nothing": ["check", "--data", "{new}-data"],
    "keys of nothing": ["keys", "status", "--data", "{new}-data"],
    "a backup in a file": ["backup", "{new}", "--data", "{file}/data"],
}
AWAY = {
    "worker": ["worker", "--until-empty"],
    "check": ["check"],
    "locate": ["locate", "124", "45"],
    "import": ["import", "{file}", "--as", "somebody"],
    "backup": ["backup", "{new}"],
    "restore": ["restore", "{backup}"],
    "diff": ["profile", "diff", "qianan"],
    "apply": ["profile", "apply", "qianan"],
    "export": ["profile", "export", "{new}"],
}


WRONG = {
    "DATABASE_URL": "mysql://a:secret@b/c",
    "GONGZHI_URL": "12345.example.gov.cn",
    "GONGZHI_KEYS": "k1:secret",
    "GONGZHI_ROOT_KEY": "secret",
    "GONGZHI_CIPHERS": "rot13",
    "GONGZHI_LOG_LEVEL": "loud",
    "GONGZHI_PROXIES": "proxy.example",
    "GONGZHI_OIDC_ISSUER": "http://login.example",
}


def whole_backup(tmp_path: Path) -> Path:
    """A backup as far as its manifest tells."""
    folder = tmp_path / "backup"
    folder.mkdir(exist_ok=True)
    (folder / "database.dump").write_bytes(b"x")
    digest = hashlib.sha256(b"x").hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"dump_sha256": digest}), encoding="utf-8")
    return folder


def say(tmp_path: Path, words: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command says to a user with these files."""
    places = {name: tmp_path / name for name in ("file", "folder", "new", "rubbish")}
    places["file"].write_text("编号,内容\n1,x\n", encoding="utf-8")
    places["folder"].mkdir(exist_ok=True)
    places["backup"] = whole_backup(tmp_path)
    places["rubbish"].mkdir(exist_ok=True)
    (places["rubbish"] / "profile.yaml").write_bytes(b"\x00\x01: \xff")
    left = {key: value for key, value in os.environ.items() if not key.startswith("GONGZHI_")}
    left.pop("DATABASE_URL", None)
    left.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "gongzhi.cli", *(word.format(**places) for word in words)],
        cwd=tmp_path, env=left | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_users_mistake_is_said_without_a_traceback(mistake: str, tmp_path: Path) -> None:
    done = say(tmp_path, MISTAKES[mistake])
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("gongzhi: ")
    assert done.stderr.rstrip().endswith(".")
    assert done.stdout == ""


@pytest.mark.parametrize("command", AWAY)
def test_a_database_that_is_away_is_one_sentence(command: str, tmp_path: Path) -> None:
    url = "postgres://nobody:nothing@127.0.0.1:1/nowhere"
    done = say(tmp_path, [*AWAY[command], "--data", "{new}-data"], DATABASE_URL=url)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("gongzhi: ") == 1
    if command == "restore":
        assert not (tmp_path / "new-data").exists(), "what is refused leaves nothing in the way"


@pytest.mark.parametrize("variable", WRONG)
def test_a_wrong_variable_is_one_sentence_without_its_secret(variable: str, tmp_path: Path) -> None:
    done = say(tmp_path, ["serve", "--data", "{new}"], **{variable: WRONG[variable]})
    assert done.returncode == 1
    assert done.stderr.startswith(f"gongzhi: {variable}")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_mistyped_data_folder_is_not_made(tmp_path: Path) -> None:
    done = say(tmp_path, ["backup", "{new}", "--data", "{new}-data"])
    assert "There is no database in" in done.stderr
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "new-data").exists()


def test_a_dump_is_made_by_a_program_that_fits_the_server(tmp_path, monkeypatch) -> None:
    from gongzhi.platform import pgclient

    def program(major: int) -> str:
        path = tmp_path / f"dump{major}"
        path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.1 (Debian)'\n")
        path.chmod(0o755)
        return str(path)

    server = MagicMock()
    monkeypatch.setattr(pgclient, "connect", lambda _database: server)
    monkeypatch.setattr(pgclient.pgbinaries, "program", lambda _name: program(16))
    monkeypatch.setattr(pgclient.shutil, "which", lambda _name: program(18))
    info = server.__enter__.return_value.info
    for version, wanted in ((160014, 18), (170002, 18), (180001, 18)):
        info.server_version = version
        assert pgclient.program_for("pg_dump", {}).endswith(f"dump{wanted}")
    info.server_version = 190000
    with pytest.raises(PlatformError, match="PostgreSQL 19 or newer is missing"):
        pgclient.program_for("pg_dump", {})


@pytest.mark.parametrize(
    "words",
    [
        ["serve", "--workers", "0"],
        ["serve", "--threads", "x"],
        ["worker", "--concurrency", "-1"],
        ["locate", "a", "b"],
        ["profile"],
        ["import", "file.csv"],
        ["nonsense"],
        [],
    ],
)
def test_a_wrong_line_is_exit_code_2(words: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_these_are_the_commands() -> None:
    """Those of the design, and keys (docs/adr/0006)."""
    named = "demo serve worker profile import user keys locate check backup restore"
    assert commands() == named.split()

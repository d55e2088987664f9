"""The command line: help, exit codes, one sentence for a mistake."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gongzhi.cli.main import build_parser, main


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


def test_a_damaged_backup_is_refused(tmp_path, capsys) -> None:
    (tmp_path / "manifest.json").write_text('{"dump_sha256": "0"}', encoding="utf-8")
    Path(tmp_path / "database.dump").write_bytes(b"x")
    assert main(["restore", str(tmp_path), "--data", str(tmp_path / "d")]) == 1
    assert "is damaged" in capsys.readouterr().err

"""Pure parts of the platform."""

import pytest

from gongzhi.platform.databaseurl import parse_database_url
from gongzhi.platform.logs import redact
from gongzhi.platform.pgtuning import MB, settings_for
from gongzhi.platform.problems import PlatformError
from gongzhi.platform.secretfile import new_keyring, secret


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call 13812345678 now", "call 138****5678 now"),
        ("id 130283199001011234", "id 130283********1234"),
        ("password=hunter2&x=1", "password=***&x=1"),
        ("code=123456", "code=***"),
        ("postgresql://u:secret@host/db", "postgresql://u:***@host/db"),
        ("order 2026112100001 stays", "order 2026112100001 stays"),
    ],
)
def test_logs_show_no_personal_data(text, masked) -> None:
    assert redact(text) == masked


def test_a_secret_is_made_once(tmp_path) -> None:
    folder = tmp_path / "secrets"
    first = secret(folder, "keys", new_keyring)
    assert secret(folder, "keys", new_keyring) == first
    assert (folder / "keys").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == ["keys"]


def test_database_url() -> None:
    entry = parse_database_url("postgresql://me:p%40ss@db.local:5433/city?sslmode=require")
    assert entry == {
        "NAME": "city",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.local",
        "PORT": "5433",
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, "sslmode": "require"},
    }
    assert parse_database_url("postgres:///city?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "postgresql://h:port/x"])
def test_a_wrong_database_url(url) -> None:
    with pytest.raises(PlatformError):
        parse_database_url(url)


@pytest.mark.parametrize(
    ("memory", "buffers"),
    [(128 * MB, "64MB"), (2048 * MB, "512MB"), (64 * 1024 * MB, "1024MB")],
)
def test_shared_buffers_follow_memory(memory, buffers) -> None:
    values = settings_for(memory, durable=True, shared_memory_free=2**40)
    assert values["shared_buffers"] == buffers
    assert "fsync" not in values
    assert "dynamic_shared_memory_type" not in values


def test_little_shared_memory_is_not_used() -> None:
    values = settings_for(2048 * MB, durable=True, shared_memory_free=64 * MB)
    assert values["dynamic_shared_memory_type"] == "mmap"

"""Keys rotated while others read and write, killed half-way, and dropped when nothing needs them."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections

from gongzhi.accounts.models import Resident, User
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.areas.models import Area
from gongzhi.cli import keys
from gongzhi.kernel import crypto
from gongzhi.kernel.crypto import Keyring, new_key
from gongzhi.kernel.errors import Conflict
from gongzhi.office.services import rotate_keys
from gongzhi.office.services.rotate_keys import left, reseal, rewrite_indexes, sealed_columns
from gongzhi.platform.problems import PlatformError
from gongzhi.registers.catalogue.people import ID_PURPOSE
from gongzhi.registers.models import Person, TalentEntry
from gongzhi.registers.querysets import having_any
from gongzhi.registers.rows import uploads
from gongzhi.registers.tokens import asked_tokens, person_tokens
from tests.registers.conftest import identity

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 60


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The keys in a file, as an installation has them, and a folder of its own for uploads."""
    path = tmp_path / "secrets" / "keys"
    path.parent.mkdir()
    path.write_text(new_key("old") + "\n")
    settings.GONGZHI_KEYS_FILE, settings.MEDIA_ROOT = path, tmp_path / "media"
    crypto.newest_keyring()
    yield path
    settings.GONGZHI_KEYS_FILE = None


def put_in_front(file: Path, key_id: str = "new") -> None:
    file.write_text(f"{new_key(key_id)},{file.read_text().strip()}\n")
    crypto.newest_keyring()


def phone(number: int) -> str:
    return f"139{number:08d}"


@pytest.fixture
def people(file: Path) -> None:
    area = Area.objects.create()
    for number in range(PEOPLE):
        Person.reached.create(
            area=area, area_path=f"{area.pk}.", checked_on=date(2026, 1, 1),
            updated_at="2026-01-01T00:00Z", name_sealed=crypto.seal("周小明"),
            phone_sealed=crypto.seal(phone(number)), id_sealed=crypto.seal(identity(number)),
            id_blind=crypto.blind(identity(number), ID_PURPOSE),
            tokens=person_tokens(
                name="周小明", phone=phone(number), id_number=identity(number)
            ),
        )  # fmt: skip
    ensure_resident(phone=phone(0), name="周小明", verified=True)


def found(number: int) -> int:
    return Person.reached.filter(having_any(asked_tokens(phone(number)))).count()


def test_every_sealed_column_is_known() -> None:
    names = {f"{one.table}.{one.column}" for one in sealed_columns()}
    assert {
        "registers_person.name_sealed", "registers_person.phone_sealed",
        "registers_person.id_sealed", "registers_unitrecord.contact_sealed",
        "registers_datarequest.wish_sealed", "registers_talententry.name_sealed",
        "accounts_resident.phone_sealed", "accounts_user.phone_sealed",
        "notify_demotext.text_sealed", "mfa_authenticator.data",
    } <= names  # fmt: skip


def test_everything_is_sealed_anew_and_found_as_before(people: None, file: Path) -> None:
    from allauth.mfa.models import Authenticator

    user = User.objects.create(username="u", name="u", phone_sealed=crypto.seal(phone(5)))
    secret = {"secret": crypto.seal("JBSWY3DP"), "last": 7}
    Authenticator.objects.create(user_id=user.pk, type="totp", data=secret)
    name = uploads.keep(b"work", ending=".csv")
    put_in_front(file)
    assert left()["registers_person.name_sealed"] == PEOPLE
    assert left()["files"] == left()["accounts_user.phone_sealed"] == 1
    versions = set(Person.reached.values_list("version", "updated_at"))
    assert reseal() == 3 * PEOPLE + 2 + 1 + 1 + 1
    assert left() == {}
    assert reseal() == 0
    head = crypto.keyring().head
    for row in Person.reached.all():
        assert row.phone_sealed.startswith(head)
    assert set(Person.reached.values_list("version", "updated_at")) == versions
    data = Authenticator.objects.get().data
    assert (crypto.open_(data["secret"]), data["last"]) == ("JBSWY3DP", 7)
    with uploads.opened(name) as path:
        assert path.read_bytes() == b"work"
    assert [found(number) for number in range(PEOPLE)] == [1] * PEOPLE


def test_others_read_and_write_meanwhile_and_lose_nothing(people: None, file: Path) -> None:
    """Readers and writers work on while two rotations run; every write is there at the end."""
    stop, wrong, written = threading.Event(), [], dict.fromkeys(range(10), "")

    def read() -> None:
        try:
            while not stop.is_set():
                for row in Person.reached.order_by("?")[:10]:
                    if crypto.open_(row.name_sealed) not in {"周小明", "周大明"}:
                        wrong.append("read")
                if found(3) != 1:
                    wrong.append("not found")
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    def write() -> None:
        try:
            ids = list(Person.reached.order_by("id").values_list("id", flat=True)[:10])
            turn = 0
            while not stop.is_set():
                turn += 1
                at = turn % 10
                written[at] = f"150{turn:08d}"
                Person.reached.filter(pk=ids[at]).update(
                    phone_sealed=crypto.seal(written[at]), name_sealed=crypto.seal("周大明")
                )
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for one in (read, read, write)]
    for one in threads:
        one.start()
    try:
        for key_id in ("second", "third"):
            put_in_front(file, key_id)
            while left():
                reseal(batch=7)
    finally:
        time.sleep(0.2)
        stop.set()
        for one in threads:
            one.join()
    assert wrong == []
    while left():
        reseal()
    rows = Person.reached.order_by("id")[:10]
    assert [crypto.open_(row.phone_sealed) for row in rows] == [
        written[at] or phone(at) for at in range(10)
    ]


def test_killed_half_way_it_goes_on(people: None, file: Path, monkeypatch: Any) -> None:
    put_in_front(file)
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            reseal(batch=5, told=lambda _column, _done: time.sleep(0.05))
        finally:
            os._exit(0)
    full = {name: count for name, count in left().items() if name.startswith("registers_person")}
    assert full
    while sum(left().values()) > 2 * PEOPLE:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert 0 < sum(left().values()) <= 2 * PEOPLE + 2
    # Meanwhile every row opens, whichever key sealed it, and what is found is found.
    assert {crypto.open_(row.name_sealed) for row in Person.reached.all()} == {"周小明"}
    assert found(7) == 1
    before = file.read_text()
    keys._rotate(argparse.Namespace(wait=0))
    assert file.read_text() == before  # no third key: the last rotation was finished
    assert left() == {}


def test_a_process_that_has_not_noticed_the_new_key_opens_what_it_sealed(
    people: None, file: Path, monkeypatch: Any
) -> None:
    old = crypto.keyring()
    monkeypatch.setattr(crypto, "FRESH_SECONDS", 3600.0)
    file.write_text(f"{new_key('new')},{file.read_text().strip()}\n")
    assert crypto.keyring() is old
    sealed = Keyring(file.read_text().strip().split(",")).seal("周小明")
    assert crypto.open_(sealed) == "周小明"


def aged(file: Path) -> None:
    then = time.time() - 25 * 3600
    os.utime(file, (then, then))


def test_the_old_key_goes_only_when_nothing_needs_it(
    people: None, file: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.setattr(rotate_keys, "others_connected", lambda: 0)
    nothing = argparse.Namespace()
    with pytest.raises(PlatformError, match="only one key"):
        keys._drop(nothing)
    put_in_front(file)
    aged(file)
    before = file.read_text()
    with pytest.raises(PlatformError, match="sealed by an older key"):
        keys._drop(nothing)
    with pytest.raises(Conflict):
        rewrite_indexes(Keyring(before.strip().split(",")[:1]))
    keys._rotate(argparse.Namespace(wait=0))
    os.utime(file)
    with pytest.raises(PlatformError, match="younger than 24 hours"):
        keys._drop(nothing)
    aged(file)
    monkeypatch.setattr(rotate_keys, "others_connected", lambda: 2)
    with pytest.raises(PlatformError, match="2 other connections"):
        keys._drop(nothing)
    assert file.read_text() == before
    monkeypatch.setattr(rotate_keys, "others_connected", lambda: 0)
    keys._drop(nothing)
    assert file.read_text().strip() == before.strip().split(",")[0]
    crypto.newest_keyring()
    assert [found(number) for number in range(PEOPLE)] == [1] * PEOPLE
    blinds = set(Person.reached.values_list("id_blind", flat=True))
    assert blinds == {crypto.blind(identity(n), ID_PURPOSE) for n in range(PEOPLE)}
    assert ensure_resident(phone=phone(0)).pk == Resident.reached.get().pk
    keys._status(nothing)
    said = capsys.readouterr().out
    assert "new is the only key now" in said
    for entry in before.strip().split(","):
        assert entry.split(":", 1)[1] not in said  # never a key


def test_every_register_that_is_searched_by_tokens_is_found_under_the_key_that_is_left(
    file: Path,
) -> None:
    area = Area.objects.create()
    TalentEntry.reached.create(
        area=area, area_path=f"{area.pk}.", checked_on=date(2026, 1, 1), agreed_on=date(2026, 1, 1),
        updated_at="2026-01-01T00:00Z", name_sealed=crypto.seal("赵木匠"),
        phone_sealed=crypto.seal(phone(7)), kind="repair", skill="木工",
        tokens=person_tokens(name="赵木匠", phone=phone(7), id_number=""),
    )  # fmt: skip
    put_in_front(file)
    reseal()
    rewrite_indexes(Keyring(file.read_text().strip().split(",")[:1]))
    file.write_text(file.read_text().strip().split(",")[0] + "\n")
    crypto.newest_keyring()
    for asked in ("赵木匠", "zmj", phone(7), phone(7)[-4:]):
        assert TalentEntry.reached.filter(having_any(asked_tokens(asked))).exists(), asked


def test_killed_before_the_file_is_written_dropping_goes_on(people: None, file: Path) -> None:
    put_in_front(file)
    reseal()
    alone = Keyring(file.read_text().strip().split(",")[:1])
    first = rewrite_indexes(alone)
    assert rewrite_indexes(alone) == first == PEOPLE + 1


def test_keys_of_the_environment_are_not_written(settings: Any) -> None:
    settings.GONGZHI_KEYS_FILE = None
    assert django_settings.GONGZHI_KEYS
    with pytest.raises(PlatformError, match="GONGZHI_KEYS"):
        keys._new_key()

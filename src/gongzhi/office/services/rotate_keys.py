"""Seal everything anew under the current key, while others read and write; then let old keys go.

A batch is a transaction of its own that only replaces what is still as it was read, so a rotation
can be killed and goes on where it was: what is not yet sealed by the current key is what is left.

Blind indexes stay those of the oldest key of the ring meanwhile: look-ups ask for one value, and
uniqueness (one account a phone, one person an identity number) must hold at every moment. They
are rewritten at the end, with the service stopped, by `drop_old_keys`.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from gongzhi.accounts.login.codes import phone_index
from gongzhi.accounts.models import PhoneCode, Resident
from gongzhi.kernel import crypto
from gongzhi.kernel.crypto import Keyring
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import MARKER
from gongzhi.registers.catalogue import REGISTERS, Register
from gongzhi.registers.catalogue.people import ID_PURPOSE
from gongzhi.registers.models import Person

BATCH: Final = 500
# Tables whose sealed values stand within JSON: second factors (allauth).
_JSON: Final = (("mfa", "Authenticator", "data"),)
_HEADS: Final = ("v1.", "s1.")


@dataclass(frozen=True)
class Sealed:
    """One column that holds sealed text, or JSON with sealed texts in it."""

    table: str
    key: str
    column: str
    is_json: bool = False


def sealed_columns() -> list[Sealed]:
    """Every column of ours that ends in `_sealed`, and JSON of second factors."""
    found = [
        Sealed(model._meta.db_table, str(model._meta.pk.column), str(field.column))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.column and field.column.endswith("_sealed")
        and isinstance(field, models.TextField)
    ]  # fmt: skip
    for app, name, column in _JSON:
        model = apps.get_model(app, name)
        found.append(Sealed(model._meta.db_table, str(model._meta.pk.column), column, is_json=True))
    return found


def left() -> dict[str, int]:
    """`table.column` → how many values another key than the current one has sealed; files too."""
    ring = crypto.newest_keyring()
    found = {}
    for one in sealed_columns():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {one.table} WHERE {MARKER} AND {_stale(one)}",  # noqa: S608
                {"head": ring.head},
            )
            if count := cursor.fetchone()[0]:
                found[f"{one.table}.{one.column}"] = count
    if files := sum(1 for _path in _stale_files(ring)):
        found["files"] = files
    return found


def reseal(*, told: Callable[[str, int], None] | None = None, batch: int = BATCH) -> int:
    """Seal anew what is left, batch by batch; how many rows and files. May be killed and called
    again. `told` hears the table's column and how many of it are done.
    """
    done = 0
    for one in sealed_columns():
        own, after = 0, 0
        while rows := _stale_rows(one, crypto.newest_keyring(), after, batch):
            after = rows[-1][0]
            own += _replace(one, rows)
            if told is not None:
                told(f"{one.table}.{one.column}", own)
        done += own
    return done + _reseal_files()


def _stale(one: Sealed) -> str:
    if one.is_json:
        like = f"{one.column}::text ~ '\"(v1|s1)[.]'"
        return f"{like} AND strpos({one.column}::text, %(head)s) = 0"
    return f"{one.column} <> '' AND NOT starts_with({one.column}, %(head)s)"


def _stale_rows(one: Sealed, ring: Keyring, after: int, batch: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {one.key}, {one.column}::text FROM {one.table}"  # noqa: S608
            f" WHERE {MARKER} AND {one.key} > %(after)s AND {_stale(one)}"
            f" ORDER BY {one.key} LIMIT {batch}",
            {"head": ring.head, "after": after},
        )
        return list(cursor.fetchall())


def _replace(one: Sealed, rows: Sequence[tuple[Any, ...]]) -> int:
    """Only what is still as it was read: whoever has written meanwhile sealed it themselves."""
    new = [
        _json_again(text) if one.is_json else crypto.seal(crypto.open_(text)) for _, text in rows
    ]
    kind = "::jsonb" if one.is_json else ""
    values = [[row[0] for row in rows], [row[1] for row in rows], new]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {one.table} t SET {one.column} = n.new{kind}"  # noqa: S608
            " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS n(id, old, new)"
            f" WHERE {MARKER} AND t.{one.key} = n.id AND t.{one.column}::text = n.old",
            values,
        )
        return int(cursor.rowcount)


def _json_again(text: str) -> str:
    return json.dumps(_walk(json.loads(text)))


def _walk(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _walk(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_walk(one) for one in value]
    if isinstance(value, str) and value.startswith(_HEADS):
        return crypto.seal(crypto.open_(value))
    return value


def _stale_files(ring: Keyring) -> Iterator[Path]:
    """Workbooks that wait, sealed by another key; pieces of uploads are no whole files yet."""
    folder = Path(settings.MEDIA_ROOT) / "registers"
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix == ".part":
            continue
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            if not file.read(len(ring.head)).startswith(ring.head.encode()):
                yield path


def _reseal_files() -> int:
    done = 0
    for path in _stale_files(crypto.newest_keyring()):
        with contextlib.suppress(FileNotFoundError):  # decided meanwhile: it is gone
            plain = crypto.open_bytes(path.read_bytes())
            draft = path.with_suffix(f"{path.suffix}.part")
            draft.write_bytes(crypto.keyring().seal_bytes(plain))
            if path.exists():
                draft.replace(path)
                done += 1
            else:
                draft.unlink()
    return done


def others_connected() -> int:
    """How many other programs use the database now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def rewrite_indexes(ring: Keyring) -> int:
    """Every blind index as `ring` (one key) makes it, in one transaction; how many rows.

    Codes that were texted and not yet typed are void. Conflict while anything is sealed by
    another key. Twice gives the same.
    """
    if left():
        raise Conflict("something is still sealed by an old key: run `gongzhi keys rotate`")
    with transaction.atomic():
        searched = [one for one in REGISTERS.values() if one.found_by is not None]
        tables = ", ".join(one.table for one in searched)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables}, accounts_resident IN ACCESS EXCLUSIVE MODE")
        PhoneCode.objects.all().delete()
        done = _rewrite(_residents(ring), Resident, ["phone_blind"])
        for register in searched:
            fields = ["tokens", *(["id_blind"] if register.model is Person else [])]
            done += _rewrite(_searched(register, ring), register.model, fields)
        return done


def _searched(register: Register, ring: Keyring) -> Iterator[Any]:
    """Rows of a register with what they are found by."""
    assert register.found_by is not None
    names = sorted(register.sealed)
    for row in register.model.reached.only("id", *names).iterator(BATCH):
        plain = {
            name: ring.open_(getattr(row, name)) if getattr(row, name) else "" for name in names
        }
        row.tokens = register.found_by(plain, ring)
        if isinstance(row, Person):
            number = plain["id_sealed"]
            row.id_blind = ring.blind(number, ID_PURPOSE) if number else None
        yield row


def _residents(ring: Keyring) -> Iterator[Resident]:
    for row in Resident.reached.filter(left_at=None).only("id", "phone_sealed").iterator(BATCH):
        row.phone_blind = phone_index(ring.open_(row.phone_sealed), ring)
        yield row


def _rewrite(rows: Iterable[Any], model: Any, fields: Sequence[str]) -> int:
    done, waiting = 0, []
    for row in rows:
        waiting.append(row)
        if len(waiting) == BATCH:
            model.reached.bulk_update(waiting, fields)
            done, waiting = done + len(waiting), []
    if waiting:
        model.reached.bulk_update(waiting, fields)
    return done + len(waiting)

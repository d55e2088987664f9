"""A process that kills itself (SIGKILL) in the middle of one transaction of the office.

    python -m tests.durability.killed_child '{"database": {…}, "scene": "change", …}'

`database`: what differs in Django's entry of the database; `scene`: profile (`folder`), import
(`user_id`, `import_id`) or change (`user_id`, `area_id`, `name`). Exit code 0: it was not killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any


def die(*_: object, **__: object) -> Any:
    """As the machine's out-of-memory killer would: nothing is said, nothing cleaned up."""
    from django.db import connection

    assert connection.in_atomic_block
    os.kill(os.getpid(), signal.SIGKILL)


def profile(asked: dict[str, Any]) -> None:
    """Killed in the last section, when all the others have written."""
    from gongzhi.profiles import registry
    from gongzhi.profiles.services.apply_profile import apply_profile

    registry._sections["zz"] = registry.Section("zz", 99, lambda *_: {}, die)
    apply_profile(Path(asked["folder"]))


def imported(asked: dict[str, Any]) -> None:
    """Killed after the versions are written."""
    from gongzhi.areas.services import apply_import

    real = apply_import._write

    def write(*values: Any) -> None:
        real(*values)
        die()

    apply_import._write = write
    apply_import.apply_import(actor=boss(asked), import_id=asked["import_id"])


def change(asked: dict[str, Any]) -> None:
    """Killed after the versions are written and the orders moved."""
    from gongzhi.areas.boundaries.drafting import Asked, Part
    from gongzhi.areas.boundaries.movers import Mover, register_mover
    from gongzhi.areas.services.apply_change import make_change
    from gongzhi.kernel import clock

    register_mover(Mover("zz", "zz", lambda _: [], die, order=99))
    wanted = tuple(asked["area_ids"])
    part = Part(asked["code"], asked["name"], "Joined")
    make_change(actor=boss(asked), asked=Asked("merge", clock.today(), wanted, (part,)))


def boss(asked: dict[str, Any]) -> Any:
    from gongzhi.accounts.actor import actor_of_user
    from gongzhi.accounts.models import User

    return actor_of_user(User.objects.get(pk=asked["user_id"]))


def main() -> int:
    import django

    asked = json.loads(sys.argv[1])
    django.setup()
    from django.db import connections

    connections["default"].settings_dict.update(asked["database"])
    {"profile": profile, "import": imported, "change": change}[asked["scene"]](asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())

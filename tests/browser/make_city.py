"""Fill the city of the browser tests: `python -m tests.browser.make_city`, in a child process.

The server runs on the same database already. Writes <data>/demo.json as the demo does: accounts
(role, username, password) and, for the tests, a point of the grid whose people they are.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from pathlib import Path
from typing import Any

PASSWORD = "Liu-Li-Qiao-2026"
PHONES = ("19900000101", "19900000102", "19900000103")
# What has been reported before the tests begin: (words, category, how far it has come).
SEEDS = (
    ("东门外路灯不亮，晚上看不见路", "10109", "to_rate"),
    ("3号楼前的路灯杆歪了，电线露着", "10109", "in_hand"),
    ("巷子口的路灯一闪一闪的", "10109", "to_sign"),  # at the handler's own department
    ("楼道里堆着旧家具", "20201", "to_sign"),
    ("健身器材的把手断了", "10109", "to_verify"),
    ("垃圾桶满了三天没人收", "20101", "submitted"),
    ("北门花坛边路灯白天亮着", "10109", "closed"),
)


def main() -> int:
    """Make staff, reports and demo.json."""
    import django

    django.setup()
    from gongzhi.areas import selectors as areas
    from gongzhi.kernel.scope import unscoped
    from gongzhi.orgs import selectors as orgs
    from gongzhi.profiles.services.apply_profile import apply_profile
    from gongzhi.profiles.source import profile_path

    apply_profile(profile_path("qianan"))
    for module in (areas, orgs):
        module.forget()
    with unscoped("browser tests: a city of their own"):
        city = Cast()
        accounts = city.hire()
        city.relate()
        city.register_homes()
        seeds = city.report_seeds()
    document = {
        "accounts": accounts,
        "grid": {"code": city.grid.code, "name": city.grid.name},
        "point": [city.grid.centre_lon, city.grid.centre_lat],
        "seeds": seeds,
        "neighbours": city.neighbours(),
        "home": city.home,
    }
    path = Path(os.environ["GONGZHI_DATA"]) / "demo.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return 0


def orgs_body(code: str) -> Any:
    from gongzhi.orgs import selectors as orgs

    return orgs.body_by_code(code)


class Cast:
    """The people around one grid, and the department that most street lamps go to."""

    def __init__(self) -> None:
        from gongzhi.areas import selectors as areas
        from gongzhi.orgs import selectors as orgs

        team = orgs.bodies_of_kind("grid_team")[0]
        self.team = team
        grid = areas.area_by_id(team.area_id or 0)
        assert grid is not None
        self.grid = next(a for a in areas.leaf_areas() if a.path.startswith(grid.path))
        self.community = orgs.responsible_body("community", self.grid.path)
        self.street = orgs.responsible_body("street", self.grid.path)
        self.centre = orgs.bodies_of_kind("centre")[0]
        self.department = orgs.body_by_code("SZ")
        self.root = areas.root_area()
        self.users: dict[str, Any] = {}
        self.home: dict[str, int] = {}

    def neighbours(self) -> list[dict[str, str]]:
        """Two communities of one street, away from the cast's, whose borders a test may change."""
        from gongzhi.areas import selectors as areas

        own = areas.ancestors(self.grid.path)[1]
        for street in areas.children(self.root.id if self.root else None):
            below = areas.children(street.id)
            if street.id != own.id and len(below) > 1:
                return [{"code": one.code, "name": one.name} for one in below[:2]]
        raise AssertionError("no two communities of one street")

    def hire(self) -> list[dict[str, str]]:
        """Everybody by create_staff and assign_posting, one account a role."""
        root = self.root.id if self.root else None
        self._hire("grid_worker", self.team, self.team.area_id)
        self._hire("community_clerk", self.community, self.community.area_id)
        self._hire("street_director", self.street, self.street.area_id)
        self._hire("handler", self.department, None)
        self._hire("party_clerk", orgs_body("SH"), root)
        self._hire("body_head", self.department, None)
        for role in ("acceptor", "dispatcher", "duty_officer", "commander", "supervisor"):
            self._hire(role, self.centre, root)
        for role in ("sysadmin", "secadmin", "auditadmin"):
            self._hire(role, self.centre, None)
        return [
            {"role": role, "role_name": role, "name": user.name,
             "username": user.username, "password": PASSWORD}
            for role, user in self.users.items()
        ]  # fmt: skip

    def relate(self) -> None:
        """The demo's relations between bodies, as of today."""
        from gongzhi.demo.params import params
        from gongzhi.demo.people.relations import fill_relations
        from gongzhi.kernel import clock

        fill_relations("browser", clock.today(), params().relations)

    def register_homes(self) -> None:
        """A building with two homes, last seen long ago, and somebody in the first."""
        from datetime import timedelta

        from gongzhi.kernel import clock
        from gongzhi.registers.catalogue import REGISTERS
        from gongzhi.registers.models import Building, Home, Person
        from gongzhi.registers.services.save_row import save_row

        clerk, code = self.actor("community_clerk"), "LY-1"
        home = {"building_code": code, "number": "2-301"}
        for register, words in (
            ("buildings", {"code": code, "name": "3号楼", "address": "燕山大路18号",
                           "area_code": self.grid.code}),
            ("homes", home),
            ("homes", {**home, "number": "2-302"}),
            ("people", {**home, "name": "周小明", "phone": "19900000109"}),
        ):  # fmt: skip
            save_row(actor=clerk, register=REGISTERS[register], words=words)
        long_ago = clock.today() - timedelta(days=420)
        for model in (Home, Person):
            model.reached.update(checked_on=long_ago)
        self.home = {
            "building": Building.reached.get().pk, "home": Home.reached.get(number="2-301").pk,
            "person": Person.reached.get().pk,
        }  # fmt: skip

    def _hire(self, role: str, body: Any, area_id: int | None) -> None:
        from datetime import date

        from gongzhi.accounts.services.assign_posting import assign_posting
        from gongzhi.accounts.services.create_staff import create_staff
        from gongzhi.areas.models import Area
        from gongzhi.orgs.models import Body

        username = f"b-{role.replace('_', '-')}"
        user = create_staff(
            username=username, name=f"测试{len(self.users) + 1}号", password=PASSWORD, is_demo=True
        )
        area = Area.objects.get(pk=area_id) if area_id else None
        assign_posting(
            user=user,
            role=role,
            body=Body.objects.get(pk=body.id),
            area=area,
            since=date(2020, 1, 1),
        )
        self.users[role] = user

    def actor(self, role: str) -> Any:
        from gongzhi.accounts.actor import actor_of_user

        return actor_of_user(self.users[role])

    def report_seeds(self) -> dict[str, str]:
        """Number by the state that each seed was taken to (as far as the catalogue takes it)."""
        from gongzhi.accounts.services.ensure_resident import ensure_resident
        from gongzhi.kernel.scope import Actor
        from gongzhi.orders.services.report import Draft, report

        numbers = {}
        for index, (text, category, goal) in enumerate(SEEDS):
            resident = ensure_resident(phone=PHONES[index % len(PHONES)], verified=True)
            draft = Draft(
                client_key=uuid.uuid4(),
                text=text,
                category_code=category if goal != "submitted" else None,
                lon=self.grid.centre_lon + 0.0002 * index,
                lat=self.grid.centre_lat,
                place="平安路12号",
                public=True,
            )
            actor = Actor("resident", resident_id=resident.pk)
            receipt = report(actor=actor, draft=draft)
            numbers[goal] = receipt.number
            self._take_to(goal, receipt.number, actor)
        return numbers

    def _take_to(self, goal: str, number: str, resident: Any) -> None:
        from gongzhi.orders.models import Order
        from gongzhi.orders.services.act import act
        from gongzhi.orders.services.rate import rate

        result = "今天上午到现场看了，是灯泡坏了，10:20已更换，现在亮了，有问题再打电话。"
        steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("submitted", "accept", {"category": "10109"}),
            ("to_verify", "verify_true", {}),
            ("to_dispatch", "dispatch", {"body": "SZ", "reason": "路灯归它管"}),
            ("to_sign", "sign", {}),
            ("in_hand", "finish", {"result": result}),
            ("to_check", "check_pass", {}),
        )
        roles = {
            "accept": "acceptor", "verify_true": "grid_worker", "dispatch": "dispatcher",
            "sign": "handler", "finish": "handler", "check_pass": "grid_worker",
        }  # fmt: skip
        for state, action, payload in steps:
            order = Order.reached.get(number=number)
            if order.state == goal or order.phase == "closed":
                return
            if order.state != state:
                continue
            if action == "sign" and order.lead_body_id != self.department.id:
                return
            act(actor=self.actor(roles[action]), number=number, action=action, payload=payload)
        if goal == "closed":
            rate(actor=resident, number=number, solved=True, satisfaction=3, comment="很快")


if __name__ == "__main__":
    sys.exit(main())

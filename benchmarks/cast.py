"""Who takes part: programs with keys, residents and staff with sessions, places and classes.

Django runs in the process of the benchmark, on the database of the server under test.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

PHONES = 2_000
RESIDENTS = 64
GRIDS = 16
CATEGORIES = 12
PEOPLE = 2  # of each post, as many get a message for each order


@dataclass(frozen=True)
class Spot:
    """A point in a grid, its class, and the keys of those who will handle it."""

    lon: float
    lat: float
    category: str
    grid_key: str
    lead_key: str


@dataclass
class Cast:
    """Everything that the flows need; tokens and cookies are ready to be sent."""

    intake_key: str = ""
    spots: list[Spot] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    residents: dict[str, str] = field(default_factory=dict)  # phone -> session cookie
    staff: dict[str, str] = field(default_factory=dict)  # role -> session cookie


class _Keys:
    """One key a body, made when first asked for."""

    def __init__(self) -> None:
        self.tokens: dict[tuple[str, int], str] = {}

    def of(self, role: str, body: Any, area_id: int | None = None) -> str:
        from gongzhi.accounts.services.issue_api_key import issue_api_key

        known = self.tokens.get((role, body.id))
        if known is None:
            users = [staff(role, body.id, area_id) for _ in range(PEOPLE)]
            known = issue_api_key(user=users[0], name="benchmark").token
            self.tokens[role, body.id] = known
        return known


def staff(role: str, body_id: int, area_id: int | None = None) -> Any:
    """A user with one posting."""
    from gongzhi.accounts.models import Posting, User

    name = f"bench-{role}-{random.getrandbits(48):x}"
    user = User.objects.create(username=name, name=name[-20:])
    Posting.objects.create(
        user=user, role=role, body_id=body_id, area_id=area_id, valid=(date(2020, 1, 1), None)
    )
    return user


def make_cast(*, grids: int = GRIDS) -> Cast:
    """Make accounts for a run. The seed is fixed, so every run asks for the same things."""
    from gongzhi.areas import selectors as areas
    from gongzhi.kernel.scope import unscoped
    from gongzhi.orgs import selectors as orgs

    dice = random.Random(20_261_121)  # noqa: S311  a repeatable choice, nothing secret
    keys, cast = _Keys(), Cast()
    centre = orgs.bodies_of_kind("centre")[0]
    root = areas.root_area()
    assert root is not None
    leaves = [area for area in areas.leaf_areas() if area.centre_lon is not None]
    with unscoped("benchmark: makes its cast"):
        cast.intake_key = keys.of("acceptor", centre, root.id)
        for grid in dice.sample(leaves, min(grids, len(leaves))):
            cast.spots += _spots(grid, keys, dice)
        cast.phones = [f"139{number:08d}" for number in range(PHONES)]
        for phone in cast.phones:
            _resident(phone)
        cast.residents = {phone: _resident_cookie(phone) for phone in cast.phones[:RESIDENTS]}
        for role in ("duty_officer", "dispatcher", "commander"):
            cast.staff[role] = staff_cookie(staff(role, centre.id, root.id))
        cast.staff["busiest"] = staff_cookie(staff("handler", _busiest_body()))
    return cast


def _spots(grid: Any, keys: _Keys, dice: random.Random) -> list[Spot]:
    """The classes that the catalogue can dispatch by itself in this grid."""
    from gongzhi.areas import selectors as areas
    from gongzhi.orders.dispatch.routing import propose
    from gongzhi.orders.models import Category
    from gongzhi.orgs import selectors as orgs

    team = orgs.responsible_body("grid_team", grid.path)
    if team is None:
        return []
    found: list[Spot] = []
    classes = list(Category.objects.filter(active=True, emergency=False).order_by("code"))
    dice.shuffle(classes)
    for category in classes:
        lead = propose(category, grid.path).lead
        if lead is None or len(found) == CATEGORIES:
            continue
        role = {"community": "community_clerk", "street": "street_clerk"}.get(lead.kind, "handler")
        found.append(
            Spot(
                lon=grid.centre_lon,
                lat=grid.centre_lat,
                category=category.code,
                grid_key=keys.of("grid_worker", team, areas.ancestors(grid.path)[-1].id),
                lead_key=keys.of(role, lead),
            )
        )
    return found


def _busiest_body() -> int:
    """The body that leads most open orders."""
    from django.db.models import Count

    from gongzhi.orders.models import OrderParty

    rows = OrderParty.objects.filter(role="lead", open=True).values("body_id")
    first = rows.annotate(orders=Count("id")).order_by("-orders").first()
    if first is None:
        raise RuntimeError("The database holds no open order.")
    return int(first["body_id"])


def _resident(phone: str) -> Any:
    from gongzhi.accounts.services.ensure_resident import ensure_resident

    return ensure_resident(phone=phone, verified=True)


def _resident_cookie(phone: str) -> str:
    from gongzhi.accounts.actor import RESIDENT_KEY

    return _session({RESIDENT_KEY: _resident(phone).pk})


def staff_cookie(user: Any) -> str:
    """The session cookie of somebody who has just logged in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from gongzhi.accounts.login.idle import SEEN_KEY
    from gongzhi.kernel import clock

    return _session(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            SEEN_KEY: int(clock.now().timestamp()),
        }
    )


def _session(values: dict[str, Any]) -> str:
    from django.conf import settings

    from gongzhi.accounts.login.sessions import SessionStore

    session = SessionStore()
    session.update(values)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

"""The demo's staff: everybody who has to act on an order, with postings, and the printed ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from secrets import token_urlsafe

from django.contrib.auth.hashers import (
    UNUSABLE_PASSWORD_PREFIX,
    UNUSABLE_PASSWORD_SUFFIX_LENGTH,
    make_password,
)
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.demo.params import Workers, params
from gongzhi.demo.people.names import person_name
from gongzhi.kernel.copyrows import copy_rows
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.profiles import selectors as profiles
from gongzhi.volunteering.config import settings_or_none

PASSWORD = "Gongzhi-2026"  # noqa: S105 - printed: it opens a made-up city
CENTRE = {
    "acceptor": 4, "dispatcher": 3, "duty_officer": 2, "arbiter": 1, "commander": 1,
    "supervisor": 1, "sysadmin": 1, "secadmin": 1, "auditadmin": 1,
}  # fmt: skip
HANDLING = {"handler": 2, "body_head": 1}
BY_KIND = {
    "centre": CENTRE,
    "department": HANDLING,
    "utility": HANDLING,
    "property": HANDLING,
    "squad": {"handler": 2},
    "posted_team": {"handler": 1},
    "street": {"street_clerk": 3, "street_director": 1, "party_clerk": 1},
    "community": {"community_clerk": 3, "community_secretary": 1},
    "grid_team": {"grid_worker": 4, "grid_head": 1},
}
WITHOUT_AREA = frozenset({"handler", "body_head"})
LEADING = ("handler", "street_clerk", "community_clerk", "grid_worker")


@dataclass(frozen=True)
class Home:
    """The bodies whose printed people belong together."""

    team: BodyRef
    community: BodyRef
    street: BodyRef
    department: BodyRef


@dataclass(frozen=True)
class Post:
    """A role at a body, for an area of its own where `area_id` says so."""

    role: str
    body: BodyRef
    area_id: int | None


class Cast:
    """Everybody by (body, role); actors are read once."""

    def __init__(self, seed: str, today: date, workers: Sequence[Workers] = ()) -> None:
        self.workers = workers
        self.rng = Random(f"{seed}:cast")
        self.since = today - timedelta(days=400)
        self.home = _home()
        self.members: dict[tuple[int, str], list[User]] = {}
        self.actors: dict[int, Actor] = {}
        self.printed: dict[str, User] = {}
        self.centre = orgs.bodies_of_kind("centre")[0]
        self.party = orgs.body_by_code(params().bodies.party)

    def hire(self) -> None:
        """Make all users and postings."""
        posts = [*self._usual_posts(), *self._counted_posts()]
        if self.party is not None:
            posts.insert(0, Post("party_clerk", self.party, self.party.area_id))
        users = [self._user(post, number) for number, post in enumerate(posts, 1)]
        gate, firm = self._api_user("demo-api-centre"), self._api_user("demo-api-handler")
        copy_rows([*users, gate, firm])
        postings = [self._posting(user, post) for user, post in zip(users, posts, strict=True)]
        postings += [
            self._posting(gate, self._post(role, self.centre))
            for role in ("acceptor", "dispatcher", "duty_officer")
        ]
        postings.append(self._posting(firm, self._post("handler", self.home.department)))
        copy_rows(postings)
        for user, post in zip(users, posts, strict=True):
            self.members.setdefault((post.body.id, post.role), []).append(user)
        self.gate, self.firm = gate, firm

    def _usual_posts(self) -> Iterator[Post]:
        """A few for every body; grid teams only where the city does not count its workers."""
        counted = {workers.role for workers in self.workers}
        by_kind = {**_of_teams(), **BY_KIND}
        for body in orgs.bodies_of_kind(*by_kind):
            for role, count in by_kind[body.kind].items():
                if body.kind == "grid_team" and role in counted:
                    continue
                yield from [self._post(role, body)] * count

    def _counted_posts(self) -> Iterator[Post]:
        pools: dict[str, list[AreaRef]] = {}
        for area in areas.current_areas():
            pools.setdefault(area.kind, []).append(area)
        for workers in self.workers:
            pool = [area for kind in workers.kinds for area in pools.get(kind, ())]
            for number, area in enumerate(pool):
                share = (number + 1) * workers.total // len(pool)
                share -= number * workers.total // len(pool)
                team = orgs.responsible_body("grid_team", area.path) if share else None
                if team is not None:
                    yield from [Post(workers.role, team, area.id)] * share

    def _post(self, role: str, body: BodyRef) -> Post:
        root = areas.root_area()
        area_id = root.id if body.kind == "centre" and root is not None else body.area_id
        return Post(role, body, None if role in WITHOUT_AREA else area_id)

    def one(self, body_id: int, roles: Iterable[str], rng: Random) -> Actor:
        """Somebody of a body in one of the roles; LookupError when it has nobody."""
        for role in roles:
            people = self.members.get((body_id, role))
            if people:
                user = rng.choice(people)
                if user.pk not in self.actors:
                    self.actors[user.pk] = actor_of_user(user)
                return self.actors[user.pk]
        raise LookupError(f"nobody acts for body {body_id}")

    def at_centre(self, role: str, rng: Random) -> Actor:
        return self.one(self.centre.id, (role,), rng)

    def accounts(self) -> list[dict[str, str]]:
        """One ready account per role, as demo.json tells them."""
        names = profiles.current().section("orgs/roles")
        return [
            {
                "role": role,
                "role_name": _in("zh", names.get(role), role),
                "role_name_en": _in("en", names.get(role), role),
                "name": user.name,
                "username": user.username,
                "password": PASSWORD,
            }
            for role, user in self.printed.items()
        ]

    def api_keys(self) -> list[dict[str, str]]:
        """Two programs' keys; the token is told here only."""
        wanted = (
            ("centre", self.gate, "热线平台对接（演示）"),
            ("handler", self.firm, "承办系统（演示）"),
        )
        return [
            {"key": key, "name": name, "token": issue_api_key(user=user, name=name).token}
            for key, user, name in wanted
        ]

    def _user(self, post: Post, number: int) -> User:
        user = User(name=person_name(self.rng), is_demo=True)
        role = post.role
        if role not in self.printed and post.body.id in self._home_ids(role):
            user.username, user.password = f"demo-{role.replace('_', '-')}", _hash()
            self.printed[role] = user
        else:
            user.username, user.password = f"yg{number:05d}", _no_password()
        return user

    def _api_user(self, username: str) -> User:
        return User(username=username, name="对接账号", is_demo=True, password=make_password(None))

    def _home_ids(self, role: str) -> set[int]:
        home = self.home
        if role in WITHOUT_AREA:
            return {home.department.id}
        if role == "party_clerk" and self.party is not None:
            return {self.party.id}
        return {self.centre.id, home.street.id, home.community.id, home.team.id}

    def _posting(self, user: User, post: Post) -> Posting:
        return Posting(
            user=user,
            role=post.role,
            body_id=post.body.id,
            area_id=post.area_id,
            valid=DateRange(self.since, None),
        )


def _of_teams() -> dict[str, dict[str, int]]:
    """Kinds of bodies under which teams take orders: one person each."""
    settings = settings_or_none()
    kinds = [one.takes for one in settings.team_kinds] if settings else []
    return {kind: {"handler": 1} for kind in kinds if kind and kind != "host"}


_hashed: list[str] = []


def _no_password() -> str:
    """As Django writes it, from one draw of chance instead of forty."""
    return UNUSABLE_PASSWORD_PREFIX + token_urlsafe(UNUSABLE_PASSWORD_SUFFIX_LENGTH * 3 // 4)


def _hash() -> str:
    """All printed accounts share one password and so may share one slow hash."""
    if not _hashed:
        _hashed.append(make_password(PASSWORD))
    return _hashed[0]


def _home() -> Home:
    """A grid team, its community and street, and the department with most ordinary work."""
    team = orgs.bodies_of_kind("grid_team")[0]
    area = areas.area_by_id(team.area_id or 0)
    path = area.path if area else ""
    community = orgs.responsible_body("community", path)
    street = orgs.responsible_body("street", path)
    department = orgs.body_by_code("SZ") or orgs.bodies_of_kind("department")[0]
    if community is None or street is None:
        raise LookupError(f"{team.code}: no community or street above this team")
    return Home(team, community, street, department)


def _in(language: str, name: object, role: str) -> str:
    return str(name.get(language, role)) if isinstance(name, dict) else role

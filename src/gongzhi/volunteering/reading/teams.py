"""Teams, who joined, and their log: counted from posts and orders, nobody types it (ML-25)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongzhi.accounts.selectors import addresses_of
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.threefold import threefold
from gongzhi.orders.words.wording import state_name
from gongzhi.orders.words.written import text_of
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import body_ids_within
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import skill_names, volunteer_settings
from gongzhi.volunteering.models import Claim, Post, Team, TeamMember, UnitCheckin
from gongzhi.volunteering.reach import keeper_ids, team_hosts, watching

_MOST = 100


@dataclass(frozen=True)
class TeamLine:
    """A team and its counts; `people` None: they stand on the Party organisation's roll.

    `times` and `minutes` are those of its posts that took place, trainings among them; `orders`
    and `closed` those that were sent to it.
    """

    id: int
    name: str
    kind: str
    about: str
    skills: tuple[str, ...]
    host: BodyRef
    body: BodyRef | None
    roll: bool
    people: int | None = None
    activities: int = 0
    trainings: int = 0
    times: int = 0
    minutes: int = 0
    orders: int = 0
    closed: int = 0
    mine: bool = False


def teams(actor: Actor) -> list[TeamLine]:
    """Standing teams that the actor keeps or watches, by host and name, with their counts."""
    ids = [one.id for one in team_hosts(actor)]
    found = Q(host_id__in=ids)
    wide = watching(actor)
    if wide.everything:
        found = Q()
    elif not wide.nothing:
        found |= Q(host_id__in=body_ids_within(wide))
    return _counted(Team.objects.filter(found, ended_on=None))


def teams_of(community: BodyRef) -> list[Team]:
    """Whose activities a community may publish: its own teams, and those of units at it."""
    units = UnitCheckin.objects.visible_to(SYSTEM).filter(
        community_id=community.id, valid__contains=clock.today()
    )
    hosts = [community.id, *units.values_list("unit_id", flat=True)]
    return list(Team.objects.filter(host_id__in=hosts, ended_on=None).order_by("name"))


def joinable(actor: Actor, hosts: Iterable[int]) -> list[TeamLine]:
    """Teams of some hosts as a resident reads them: no counts but who joined, own ones marked."""
    mine = set(
        TeamMember.objects.visible_to(actor).filter(ended_at=None).values_list("team_id", flat=True)
    )
    rows = Team.objects.filter(Q(host_id__in=list(hosts)) | Q(pk__in=mine), ended_on=None)
    lines = (_line(row, mine=row.pk in mine) for row in rows.order_by("name")[:_MOST])
    return [one for one in lines if one is not None and (one.mine or not one.roll)]


def _counted(rows: QuerySet[Team]) -> list[TeamLine]:
    found = list(rows.order_by("host__code", "name")[:500])
    ids, bodies = [row.pk for row in found], [row.body_id for row in found if row.body_id]
    people = _by("team_id", TeamMember.objects.visible_to(SYSTEM).filter(
        team_id__in=ids, ended_at=None
    ), n=Count("id"))  # fmt: skip
    posts = _by("team_id", Post.objects.filter(team_id__in=ids, cancelled_at=None),
                activities=Count("id"), trainings=Count("id", filter=Q(training=True)))  # fmt: skip
    done = _by("post__team_id", Claim.objects.visible_to(SYSTEM).filter(
        post__team_id__in=ids, minutes__gt=0
    ), times=Count("id"), total=Sum("minutes"))  # fmt: skip
    orders = _by("lead_body_id", Order.objects.visible_to(SYSTEM).filter(
        lead_body_id__in=bodies
    ), orders=Count("id"), closed=Count("id", filter=Q(phase="closed")))  # fmt: skip
    lines = []
    for row in found:
        work, sent = done.get(row.pk, {}), orders.get(row.body_id or 0, {})
        line = _line(
            row, people=people.get(row.pk, {}).get("n", 0), minutes=work.get("total") or 0,
            times=work.get("times", 0), orders=sent.get("orders", 0), closed=sent.get("closed", 0),
            **posts.get(row.pk, {}),
        )  # fmt: skip
        if line is not None:
            lines.append(line)
    return lines


def _by(key: str, rows: Any, **counts: Any) -> dict[int, dict[str, Any]]:
    """Counts of each part, without the key."""
    found = rows.order_by().values(key).annotate(**counts)
    return {row[key]: {name: row[name] for name in counts} for row in found}


def _line(row: Team, *, people: int | None = None, **counts: Any) -> TeamLine | None:
    host = orgs.body_by_id(row.host_id)
    if host is None:
        return None
    kind, names = volunteer_settings().team_kind(row.kind), skill_names()
    roll = kind is not None and kind.roll
    return TeamLine(
        row.pk, row.name, kind.name.said() if kind else row.kind, row.about,
        tuple(names[key] for key in (kind.skills if kind else ()) if key in names), host,
        orgs.body_by_id(row.body_id) if row.body_id else None, roll,
        None if roll else people, **counts,
    )  # fmt: skip


@dataclass(frozen=True)
class MemberLine:
    """Somebody who joined, as the community's own desk reads it."""

    name: str
    phone: str
    since: datetime


@dataclass(frozen=True)
class LogLine:
    """One activity of the team and what came of it."""

    id: int
    title: str
    training: bool
    starts_at: datetime
    community: str
    times: int
    minutes: int
    own: bool


@dataclass(frozen=True)
class OrderLine:
    """An order that was sent to the team, with the three who stand for it."""

    number: str
    text: str
    state: str
    owner: str
    supervisor: str
    doer: str
    due_at: datetime | None


@dataclass(frozen=True)
class TeamPage:
    """A team; names are there for the community that has it alone."""

    line: TeamLine
    may_keep: bool
    shows_names: bool
    members: list[MemberLine]
    log: list[LogLine]
    orders: list[OrderLine]


def team_page(actor: Actor, team_id: int, *, language: str) -> TeamPage:
    """NotFound outside of what the actor keeps or watches."""
    line = next((one for one in teams(actor) if one.id == team_id), None)
    if line is None:
        raise NotFound
    names = line.host.id in keeper_ids(actor) and not line.roll
    return TeamPage(
        line, line.host.id in {one.id for one in team_hosts(actor)}, names,
        _members(actor, team_id) if names else [], _log(actor, team_id),
        _orders(actor, line.body.id, language) if line.body else [],
    )  # fmt: skip


def _members(actor: Actor, team_id: int) -> list[MemberLine]:
    rows = list(
        TeamMember.objects.visible_to(actor)
        .filter(team_id=team_id, ended_at=None)
        .order_by("since", "id")
    )
    phones = addresses_of(resident_ids=[row.resident_id for row in rows])
    return [
        MemberLine(
            open_(row.name_sealed) if row.name_sealed else "—",
            mask_phone(phones[row.resident_id].phone), row.since,
        )
        for row in rows
        if row.resident_id in phones
    ]  # fmt: skip


def _log(actor: Actor, team_id: int) -> list[LogLine]:
    rows = Post.objects.filter(team_id=team_id, cancelled_at=None).order_by("-during")[:_MOST]
    found = list(rows)
    done = _by("post_id", Claim.objects.visible_to(SYSTEM).filter(
        post_id__in=[row.pk for row in found], minutes__gt=0
    ), times=Count("id"), total=Sum("minutes"))  # fmt: skip
    mine = set(keeper_ids(actor))
    lines = []
    for row in found:
        place, counts = orgs.body_by_id(row.community_id), done.get(row.pk, {})
        lines.append(
            LogLine(
                row.pk, row.title, row.training, row.during.lower, place.label() if place else "",
                counts.get("times", 0), counts.get("total") or 0, row.community_id in mine,
            )
        )  # fmt: skip
    return lines


def _orders(actor: Actor, body_id: int, language: str) -> list[OrderLine]:
    """Within the actor's scope, the newest first."""
    rows = Order.objects.visible_to(actor).filter(lead_body_id=body_id).select_related("handler")
    lines = []
    for row in rows.order_by("-id")[:_MOST]:
        three = threefold(row)
        doer = three.doer.label(language) if three.doer else ""
        if row.handler is not None:
            doer = f"{doer} · {row.handler.name}"
        lines.append(
            OrderLine(
                row.number, row.brief or text_of(row)[:60], state_name(row),
                three.owner.label(language) if three.owner else "",
                three.supervisor.label(language) if three.supervisor else "", doer, row.due_at,
            )
        )  # fmt: skip
    return lines

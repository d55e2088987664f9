"""Made-up volunteers around the printed community, through the true services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.names import person_name
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import Actor, Posting
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.codes import code_of
from gongzhi.volunteering.config import post_kinds, settings_or_none, volunteer_settings
from gongzhi.volunteering.models import Claim, Post, Team, UnitCheckin
from gongzhi.volunteering.reading.units import proposals
from gongzhi.volunteering.services.attend import check_by_code
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.enrol import enrol
from gongzhi.volunteering.services.found_team import found_team, order_bodies
from gongzhi.volunteering.services.give_feedback import give_feedback
from gongzhi.volunteering.services.issue_certificate import issue_certificate
from gongzhi.volunteering.services.join_team import join_team
from gongzhi.volunteering.services.publish_post import Wanted, plan_days, publish_post
from gongzhi.volunteering.services.settle import settle

_TEAMS = 7  # as many as Xiangyun has (XY-09)
_PEOPLE = 24
_UNITS = 5
_FIRST = 500  # demo residents from here on volunteer
# Title, where, in how many days, places, and the kinds that fit in one city or another.
_POSTS = (
    ("清扫楼道和绿化带", "3号楼前", -20, 8, ("clean", "hygiene", "civilised")),
    ("陪老人测血压、量体重", "社区活动室", -13, 6, ("neighbours", "elders")),
    ("给独居老人送菜", "社区门口", -6, 6, ("convenience", "elders")),
    ("灭火器怎么用（培训）", "社区院子", -4, 6, ("law", "epidemic", "order")),
    ("路口文明引导", "东门路口", -1, 5, ("order", "street", "civilised")),
    ("整理小区书屋", "社区书屋", 3, 4, ("culture", "welfare")),
    ("教老人用手机", "社区活动室", 6, 10, ("convenience", "welfare")),
)


def fill_volunteers(
    seed: str, end: datetime, clerk: Actor, department: BodyRef, resident: Callable[[int], Actor]
) -> None:
    """Units and people check in, seven posts of a month, some to come; `resident(1)` is printed."""
    if settings_or_none() is None:
        return
    rng = Random(f"{seed}:volunteers")
    start = _morning(end, -30)
    with clock.frozen(start):
        units = _units(clerk, department)
        people = [_enrol(rng, clerk, units, resident, number) for number in range(_PEOPLE)]
        teams = _found_teams(clerk, department, people)
    kinds = list(post_kinds())
    for number, (title, place, days, places, fitting) in enumerate(_POSTS):
        begin = _morning(end, days) + timedelta(hours=1)
        kind = next((key for key in fitting if key in kinds), kinds[0])
        with clock.frozen(min(begin - timedelta(days=4), end - timedelta(hours=number + 1))):
            team = teams[number % len(teams)].pk if teams and number < 4 else None
            post = _publish(clerk, f"（示例）{title}", place, begin, places, kind, team)
            come = rng.sample(people[1:], places + (2 if days > 0 else -1))
            if days != 3:
                come.insert(0, people[0])
            for actor in come:
                _claim(actor, post)
        if days < 0:
            _took_place(rng, clerk, post)
    _days_to_come(clerk, end)
    with clock.frozen(end):
        for unit in units[:2]:
            text = "（示例）来得勤，干得细，居民说好。"
            give_feedback(actor=clerk, unit=unit.code, text=text, day=clock.today())
        today = clock.today()
        first = (end - timedelta(days=31)).date()
        issue_certificate(actor=people[0], name="演示居民", first=first, last=today)
    Post.objects.update(is_demo=True)
    Team.objects.update(is_demo=True)
    for model in (Claim, UnitCheckin):
        model.reached.update(is_demo=True)


def _morning(end: datetime, days: int) -> datetime:
    """Eight o'clock so many days from the end."""
    day = clock.local(end) + timedelta(days=days)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


def _units(clerk: Actor, department: BodyRef) -> list[BodyRef]:
    """The printed department, and what the rule proposes for the community."""
    community = orgs.body_by_id(next(iter(clerk.body_ids)))
    assert community is not None
    found = [department]
    codes = {department.code}
    lines = [one for one in proposals(clerk, most=_UNITS) if one.unit.code not in codes]
    asked = [Asked(department.code, community.code, clock.today(), contact="（示例）李主任")]
    asked += [Asked(one.unit.code, community.code, clock.today(), how=one.reason) for one in lines]
    for one in asked:
        check_in_unit(actor=clerk, asked=one)
    return found + [one.unit for one in lines]


def _enrol(
    rng: Random, clerk: Actor, units: list[BodyRef], resident: Callable[[int], Actor], number: int
) -> Actor:
    community = orgs.body_by_id(next(iter(clerk.body_ids)))
    assert community is not None
    actor = resident(1 if number == 0 else _FIRST + number)
    unit = rng.choice(units).code if rng.random() < 0.6 else ""
    skills = [one.key for one in volunteer_settings().skills]
    enrol(
        actor=actor, community=community.code, name=f"{person_name(rng)[0]}师傅", unit=unit,
        skills=rng.sample(skills, rng.randrange(0, 3)),
    )  # fmt: skip
    return actor


def _found_teams(clerk: Actor, department: BodyRef, people: list[Actor]) -> list[Team]:
    """One of each kind that a community has, one of the printed department; a few join each."""
    found: list[Team] = []
    community = orgs.body_by_id(next(iter(clerk.body_ids)))
    assert community is not None
    area = areas.area_by_id(community.area_id or 0)
    street = orgs.responsible_body("street", area.path) if area else None
    for kind in volunteer_settings().team_kinds:
        for host in (community, street, department):
            if host is None or host.kind not in kind.hosts or len(found) == _TEAMS:
                continue
            founder = clerk if host is community else _desk_of(host)
            under = order_bodies(host, kind)
            team = found_team(
                actor=founder, host=host.code, kind=kind.key, name=f"{kind.name.zh}（示例）",
                body=under[0].code if under else "", about="（示例）报了名的人自愿参加。",
            )  # fmt: skip
            found.append(team)
            for actor in [] if kind.roll or host is department else people[len(found) :: 5]:
                join_team(actor=actor, team_id=team.pk)
            break
    return [one for one in found if one.host_id == community.id]


def _desk_of(body: BodyRef) -> Actor:
    """Somebody who keeps teams there."""
    role = "street_clerk" if body.kind == "street" else "handler"
    return Actor(
        kind="staff", postings=(Posting(id=0, role=role, body_id=body.id, body_path=body.path),)
    )


def _publish(
    clerk: Actor, title: str, place: str, begin: datetime, places: int, kind: str, team: int | None
) -> Post:
    wanted = Wanted(
        kind=kind, title=title, meeting_place=place, starts_at=begin,
        ends_at=begin + timedelta(hours=2), places=places, text="带上手套，有热水。",
        team=team, training=team is not None and "培训" in title,
    )  # fmt: skip
    return publish_post(actor=clerk, wanted=wanted)


def _claim(actor: Actor, post: Post) -> None:
    try:
        claim_post(actor=actor, post_id=post.pk)
    except Conflict:
        return  # the hour was taken by another


def _took_place(rng: Random, clerk: Actor, post: Post) -> None:
    """Some scanned in and out, for the others the organiser says it; one stays to be decided."""
    seconds = volunteer_settings().check_in.code_seconds
    rows = list(Claim.reached.filter(post=post, state="place").order_by("seq"))
    scanned = rows[:2]
    for row in scanned:
        actor = Actor(kind="resident", resident_id=row.resident_id)
        for minute in (-rng.randrange(2, 9), 120 + rng.randrange(1, 9)):
            at = post.during.lower + timedelta(minutes=minute)
            with clock.frozen(at):
                check_by_code(actor=actor, code=code_of(post, at=at, seconds=seconds))
    waiting = rows[-1:] if rng.random() < 0.5 else []
    rest = [row for row in rows[2:] if row not in waiting]
    after = post.during.upper + timedelta(minutes=20)
    with clock.frozen(after):
        minutes = {row.pk: rng.choice((120, 120, 90, 0)) for row in rest}
        if minutes:
            settle(actor=clerk, post_id=post.pk, minutes=minutes)
    Claim.reached.filter(pk__in=[row.pk for row in waiting]).update(
        in_at=post.during.lower, in_how=Claim.How.CODE, flag=Claim.Flag.NO_OUT
    )


def _days_to_come(clerk: Actor, end: datetime) -> None:
    """The first service day of the profile for four weeks."""
    days = volunteer_settings().service_days
    if days:
        with clock.frozen(end):
            wanted = Wanted(
                kind="", title=f"（示例）{days[0].name.zh}", meeting_place="社区广场",
                starts_at=end, ends_at=end, places=20, day=days[0].key,
            )  # fmt: skip
            plan_days(actor=clerk, wanted=wanted, weeks=4)

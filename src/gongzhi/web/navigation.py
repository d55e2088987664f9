"""Where each front's tabs lead. Addresses are those of the architecture contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor

Check = Callable[[Actor], bool]
_checks: dict[str, Check] = {}


def register_entry_check(href: str, check: Check) -> None:
    """An entry that more than the post decides on: it stands in the menu of whom `check` lets in."""
    _checks[href] = check


@dataclass(frozen=True)
class NavItem:
    """One entry: its text, address and icon; ``exact`` when longer addresses are not its own."""

    label: str | Promise
    href: str
    icon: str
    exact: bool = False
    also: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    section: str = ""  # of the profile, without which there is no such page

    @property
    def key(self) -> str:
        """The last word of the address; by it a city's model groups the pages."""
        return self.href.rstrip("/").rpartition("/")[2]

    def is_current(self, path: str) -> bool:
        """Whether the page at ``path`` belongs to this entry."""
        if path == self.href:
            return True
        if not self.exact and path.startswith(self.href):
            return True
        return any(path.startswith(prefix) for prefix in self.also)

    def shown_to(self, actor: Actor | None) -> bool:
        """Whether somebody has this entry; entries without roles are all's."""
        roles = actor.roles if actor else frozenset()
        if self.roles and not self.roles & roles:
            return False
        check = _checks.get(self.href)
        return check is None or (actor is not None and check(actor))


# Who sees the figures of an area (the posts that see its orders).
COUNTING_ROLES = frozenset(
    {
        "acceptor", "dispatcher", "duty_officer", "arbiter", "commander", "supervisor",
        "street_clerk", "street_director", "community_clerk", "community_secretary",
    }
)  # fmt: skip
# Who may start something by the standard processes; the page itself asks the profile.
START_ROLES = frozenset(
    {
        "duty_officer", "commander", "supervisor", "street_director", "street_clerk",
        "community_secretary", "community_clerk", "party_clerk", "body_head", "handler",
        "grid_worker", "grid_head",
    }
)  # fmt: skip
# Who sees the same page as the street director, of a wider area.
PRESSING_ROLES = frozenset({"duty_officer", "supervisor", "commander"})
ENTER_ROLES = frozenset(
    {
        "acceptor", "dispatcher", "duty_officer", "community_clerk", "community_secretary",
        "street_clerk",
    }
)  # fmt: skip
# Who reads Party affairs (gongzhi.orgs says how far each of them reaches).
PARTY_ROLES = frozenset(
    {"party_clerk", "community_secretary", "street_director", "commander", "sysadmin"}
)

# Who reads the registers (gongzhi.registers.reach says how far each of them reaches).
REGISTER_ROLES = frozenset(
    {
        "grid_worker", "grid_head", "community_clerk", "community_secretary", "street_clerk",
        "acceptor", "dispatcher", "duty_officer", "arbiter", "commander", "supervisor",
        "street_director", "handler", "body_head", "party_clerk",
    }
)  # fmt: skip

# Who goes from door to door, and whose desk gathers it (gongzhi.fieldwork.reach).
GATHER_ROLES = frozenset({"community_clerk", "community_secretary"})
VISIT_ROLES = GATHER_ROLES | {"grid_worker", "grid_head"}

# Who reads what communities are asked to hang, attend and keep (gongzhi.workload.reach).
BURDEN_ROLES = frozenset(
    {
        "street_clerk", "street_director", "community_clerk", "community_secretary", "commander",
        "supervisor",
    }
)  # fmt: skip

# Who mediates disputes, and who reads how many were settled inside the grid.
MEDIATION_ROLES = frozenset(
    {
        "community_clerk", "community_secretary", "street_clerk", "street_director", "supervisor",
        "duty_officer",
    }
)  # fmt: skip

# Whose desk volunteers and posts belong to, and who reads the counts (gongzhi.volunteering.reach).
VOLUNTEER_ROLES = frozenset(
    {
        "community_clerk", "community_secretary", "street_director", "street_clerk", "party_clerk",
        "commander", "handler", "body_head",
    }
)  # fmt: skip

# Who reads the lists of needs and offers (gongzhi.offerings.reach).
LIST_ROLES = frozenset(
    {
        "community_clerk", "community_secretary", "street_clerk", "street_director", "body_head",
        "handler", "commander", "supervisor",
    }
)  # fmt: skip

NAVIGATION: dict[str, tuple[NavItem, ...]] = {
    "resident": (
        NavItem(_("首页"), "/", "home", exact=True, also=("/report/", "/places/")),
        NavItem(_("我的诉求"), "/mine/", "list", also=("/o/", "/lookup/")),
        NavItem(_("我的"), "/me/", "user"),
    ),
    "field": (
        NavItem(_("今日"), "/field/", "sun", exact=True),
        NavItem(
            _("我的格"),
            "/field/grid/",
            "map",
            also=(
                "/field/visits/",
                "/field/rounds/",
                "/field/talk/",
                "/field/handbook/",
                "/field/shifts/",
            ),
        ),
        NavItem(_("诉求"), "/field/orders/", "list"),
        NavItem(_("我"), "/field/me/", "user"),
    ),
    # The buttons of "my grid": what a post in the grid does beside its orders.
    "duties": (
        NavItem(_("入户走访"), "/field/visits/", "home", roles=VISIT_ROLES),
        NavItem(_("隐患排查"), "/field/rounds/", "shield", roles=VISIT_ROLES),
        NavItem(_("约谈接访"), "/field/talk/", "message", roles=VISIT_ROLES),
        NavItem(_("专项行动"), "/field/campaigns/", "checks", roles=VISIT_ROLES),
        NavItem(_("志愿岗位"), "/field/shifts/", "people", roles=GATHER_ROLES),
        NavItem(_("指导手册"), "/field/handbook/", "book", roles=VISIT_ROLES),
    ),
    "desk": (
        NavItem(_("我的待办"), "/desk/", "inbox", exact=True, also=("/desk/orders/",)),
        NavItem(_("街道主任页"), "/desk/director/", "gauge", roles=frozenset({"street_director"})),
        NavItem(_("督办总览"), "/desk/director/", "gauge", roles=PRESSING_ROLES),
        NavItem(_("全部工单"), "/desk/all/", "list"),
        NavItem(_("已办"), "/desk/handled/", "checks"),
        NavItem(_("我首办的"), "/desk/mine/", "flag"),
        NavItem(_("代为登记"), "/desk/new/", "phone", roles=ENTER_ROLES),
        NavItem(_("发起事项"), "/desk/start/", "plus", roles=START_ROLES),
        NavItem(_("走访需求"), "/desk/needs/", "home", roles=GATHER_ROLES),
        NavItem(_("接访记录"), "/desk/talks/", "message", roles=GATHER_ROLES),
        NavItem(_("志愿服务"), "/desk/volunteers/", "people", roles=VOLUNTEER_ROLES),
        NavItem(_("权责清单"), "/desk/duties/", "book"),
        NavItem(_("三率"), "/desk/rates/", "gauge", roles=COUNTING_ROLES),
        NavItem(
            _("网格功能"),
            "/desk/functions/",
            "hexagons",
            roles=COUNTING_ROLES,
            section="insight/functions",
        ),
        NavItem(_("办理流程"), "/desk/processes/", "split"),
        NavItem(_("矛盾调解"), "/desk/mediations/", "people", roles=MEDIATION_ROLES),
        NavItem(_("社区事务"), "/desk/affairs/", "checks"),
        NavItem(_("减负台账"), "/desk/burden/", "list", roles=BURDEN_ROLES),
        NavItem(_("服务事项"), "/desk/items/", "list"),
        NavItem(_("微心愿"), "/desk/wishes/", "heart", roles=GATHER_ROLES),
        NavItem(_("三个清单"), "/desk/lists/", "split", roles=LIST_ROLES),
        NavItem(_("社区菜单"), "/desk/menu/", "book", roles=LIST_ROLES),
        NavItem(_("购买服务"), "/desk/purchases/", "archive", roles=LIST_ROLES),
        NavItem(_("区划"), "/desk/areas/", "map"),
        NavItem(_("基础数据"), "/desk/registers/", "archive", roles=REGISTER_ROLES),
        NavItem(
            _("征求社区意见"),
            "/desk/registers/opinions/",
            "message",
            roles=frozenset({"body_head", "handler"}),
        ),
        NavItem(_("队伍配备"), "/desk/teams/", "people"),
        NavItem(_("单位和组织"), "/desk/bodies/", "building"),
        NavItem(_("责任地图"), "/desk/duty-map/", "map"),
        NavItem(_("党建"), "/desk/party/", "flag", roles=PARTY_ROLES),
        NavItem(
            _("人员与岗位"), "/desk/users/", "people", roles=frozenset({"sysadmin", "secadmin"})
        ),
        NavItem(
            _("留存期限"),
            "/desk/registers/retention/",
            "clock",
            roles=frozenset({"secadmin", "auditadmin"}),
        ),
        NavItem(_("查阅记录"), "/desk/access/", "eye", roles=frozenset({"auditadmin"})),
        NavItem(_("设置"), "/desk/settings/", "settings", roles=frozenset({"sysadmin"})),
        NavItem(
            _("设置的历史"), "/desk/settings/history/", "archive", roles=frozenset({"auditadmin"})
        ),
        NavItem(_("运维"), "/desk/it/", "tool", roles=frozenset({"sysadmin"})),
        NavItem(_("阵地"), "/desk/venues/", "home", roles=BURDEN_ROLES),
        NavItem(
            _("本单位的预约"),
            "/desk/venues/bookings/",
            "clock",
            roles=frozenset({"body_head", "handler"}),
        ),
        NavItem(_("活动"), "/desk/activities/", "people", roles=BURDEN_ROLES),
        NavItem(_("晒单墙"), "/desk/wall/", "eye", roles=GATHER_ROLES),
        NavItem(
            _("道德银行"), "/desk/points/", "archive", roles=GATHER_ROLES, section="points/settings"
        ),
    ),
}

COMMAND_ROLES = frozenset({"commander", "duty_officer", "street_director", "supervisor"})

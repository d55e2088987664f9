"""A small city: a county, a street, a community, two bodies; accounts are made by the tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.accounts import actor, roles, selectors
from gongzhi.accounts.models import User
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.areas import selectors as area_selectors
from gongzhi.areas.models import Area, AreaVersion
from gongzhi.orgs import selectors as org_selectors
from gongzhi.orgs.models import Body, BodyArea

PASSWORD = "qiao-men-san-xia"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai, a Tuesday


@dataclass(frozen=True)
class City:
    county: Area
    street: Area
    grid: Area
    bureau: Body
    office: Body
    firm: Body


def _area(code: str, level: int, parent: AreaVersion | None) -> AreaVersion:
    area = Area.objects.create(kind=f"level{level}")
    return AreaVersion.objects.create(
        area=area,
        code=code,
        name=code,
        level=level,
        parent=parent.area if parent else None,
        path=f"{parent.path if parent else ''}{area.pk}.",
        valid=DateRange(date(2020, 1, 1), None),
    )


def _body(code: str, kind: str, area: Area | None) -> Body:
    body = Body.objects.create(code=code, name=f"示例{code}", kind=kind, area=area)
    body.path = f"{body.pk}."
    body.save()
    return body


def forget_all() -> None:
    for module in (actor, selectors, area_selectors, org_selectors):
        module.forget()


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    forget_all()
    yield
    forget_all()


@pytest.fixture
def city(db: None) -> City:
    county = _area("220723", 1, None)
    street = _area("220723001", 2, county)
    grid = _area("220723001001", 3, street)
    firm = _body("firm", "property", grid.area)
    BodyArea.objects.create(body=firm, area=street.area)
    return City(
        county.area,
        street.area,
        grid.area,
        _body("bureau", "department", county.area),
        _body("office", "street", street.area),
        firm,
    )


@pytest.fixture
def handler(city: City) -> User:
    """A handler of the bureau."""
    user = create_staff(username="handler", name="示例经办", password=PASSWORD)
    assign_posting(user=user, role="handler", body=city.bureau)
    return user


@pytest.fixture
def named_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four roles as a profile names them, without applying one."""
    names = {
        "handler": "经办人",
        "sysadmin": "系统管理员",
        "secadmin": "安全管理员",
        "auditadmin": "审计管理员",
    }
    section = {role: {"zh": name, "en": role} for role, name in names.items()}
    profile = SimpleNamespace(section=lambda _key: section)
    monkeypatch.setattr(roles, "profiles", SimpleNamespace(current=lambda: profile))

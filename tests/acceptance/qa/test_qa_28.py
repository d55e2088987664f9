"""QA-28 三个清单: projects, services and needs; each project has a lead and a supporting unit."""

from __future__ import annotations

from gongzhi.offerings.services.agree import agree
from tests.acceptance.cities import city as folder
from tests.offerings import test_lists
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.residents import clerk

__all__ = ["city", "qianan"]


def test_qa_28_part_a_project_with_lead_and_supporting_unit(city: City) -> None:
    lists = folder("qianan").documents["offerings/lists"]["lists"]  # type: ignore[index]
    assert [one["name"]["zh"] for one in lists] == ["项目清单", "服务清单", "需求清单"]
    need, offer = test_lists.both(city)
    project = agree(
        actor=clerk(city), need_id=need.pk, offer_id=offer.pk, quantity=1, proposed=True
    )
    assert (project.side, project.body_id, project.support_id) == (
        "carry", offer.body_id, need.body_id,
    )  # fmt: skip

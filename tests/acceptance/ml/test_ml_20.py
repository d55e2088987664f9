"""ML-20: one estate one branch: coverage, counted, down to the names."""

from __future__ import annotations

from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.coverage import board
from tests.acceptance.relations import DAY, clerk, text
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_ml_20_estates_with_a_branch_down_to_the_names(party: Party) -> None:
    assert board(EVERYWHERE, DAY).estates.rate == 1
    Body.objects.filter(code=party.branch).update(active=False)
    orgs.forget()
    part = board(EVERYWHERE, DAY).estates
    assert (len(part.covered), part.missing) == (121, (party.estate.id,))
    assert party.estate.name in text(clerk(party), "/desk/party/coverage/estates/")

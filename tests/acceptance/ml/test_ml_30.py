"""ML-30: disputes mediated in the grid with the justice team, and the share settled inside it."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.orders.process.current import current_process_id
from gongzhi.orders.process.spec import spec_of
from gongzhi.orders.selectors.desk.mediation import behind, tallies
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.processes.conftest import payload_of, step
from tests.orders.processes.test_mediation import clerk, dispute

__all__ = ["city", "qianan"]


def test_ml_30_mediated_with_the_justice_team_and_closed_inside_the_grid(city: City) -> None:
    mine = clerk(city)
    # Who belongs to the team is open in the seed: each value says that it is an example.
    team = spec_of(current_process_id("mediation")).fields["mediator"].options
    assert all("示例" in names["zh"] for names in team.values())
    inside, above = dispute(city, mine), dispute(city, mine)
    step(inside, mine, "mediate_agree", agreed="各让一步", mediator="lawyer")
    assert payload_of(inside, "mediate_agree")["mediator"] == "lawyer"
    step(above, mine, "mediate_pass_up", reason="要街道司法所")
    (tally,) = tallies(mine, now=T0 + timedelta(days=1))
    assert (tally.inside, tally.decided, tally.share) == (1, 2, 0.5)
    lines = behind(mine, kind="inside", body_id=tally.body_id, now=T0 + timedelta(days=1))
    assert [line.number for line in lines] == [inside.number]

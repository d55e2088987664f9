"""JN-39: a campaign: a checklist over every community, progress counted, faults handled as matters."""

from __future__ import annotations

import uuid

from gongzhi.orders.models import CheckPlace
from gongzhi.orders.selectors.desk.gathered import campaigns_for, progress_of
from gongzhi.orders.services.check_place import check_place
from gongzhi.orders.services.plan_campaign import plan_campaign
from tests.orders.conftest import City
from tests.orders.processes.conftest import start


def test_jn_39_places_are_looked_at_and_faults_become_matters(city: City) -> None:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    campaign = start(
        city, clerk, "campaign", text="大排查、解难题、暖万家", checklist="供暖\n楼道", lon=None,
        lat=None,
    )  # fmt: skip
    plan_campaign(actor=clerk, number=campaign.number, level=city.community_area.level)
    [due] = campaigns_for(city.grid_worker)
    check_place(
        actor=city.grid_worker, place_id=due.places[0].row.pk, client_key=uuid.uuid4(),
        fault="三号楼暖气不热",
    )  # fmt: skip
    progress = progress_of(campaign)
    assert (progress.checked, progress.faults) == (1, 1)
    assert progress.places == CheckPlace.objects.filter(campaign=campaign).count()

"""JN-20 政府购买社会化服务: projects, contractors, hours and person-times, evaluation."""

from __future__ import annotations

from tests.offerings import test_purchases
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]


def test_jn_20_hours_and_person_times_are_confirmed_by_the_community(city: City) -> None:
    test_purchases.test_what_the_community_confirmed_counts_and_nothing_is_entered_twice(city)


def test_jn_20_the_community_may_refuse_what_was_not_done(city: City) -> None:
    test_purchases.test_the_community_may_say_no_and_nobody_confirms_in_its_place(city)


def test_jn_20_evaluated_by_community_and_residents_for_good(city: City) -> None:
    test_purchases.test_residents_and_the_community_judge_for_good(city)


def test_jn_20_projects_contractors_and_money_in_one_list(city: City) -> None:
    test_purchases.test_the_pages_and_the_workbook(city)

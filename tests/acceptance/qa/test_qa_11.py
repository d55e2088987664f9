"""QA-11 微心愿: wish → claim → fulfil → confirm, and nobody can tell whose it is."""

from __future__ import annotations

from tests.offerings import test_wishes
from tests.orders.conftest import City, city, qianan
from tests.orders.processes import test_wish

__all__ = ["city", "qianan"]


def test_qa_11_wish_claim_fulfil_confirm(city: City) -> None:
    test_wish.test_from_the_wish_to_the_thanks(city)


def test_qa_11_nobody_reads_whose_it_is(city: City) -> None:
    test_wish.test_whoever_claims_it_reads_nothing_that_tells_who_it_is(city)


def test_qa_11_a_neighbour_gives_a_thing_through_the_community(city: City) -> None:
    test_wishes.test_a_neighbour_claims_and_the_community_stands_between(city)


def test_qa_11_one_claims_the_other_reads_a_sentence(city: City) -> None:
    test_wishes.test_one_wins_the_other_reads_a_sentence_and_both_can_give_back(city)

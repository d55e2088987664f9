"""QJ-13 the community appraises, residents decide; QJ-14 the dossier of units and members."""

from __future__ import annotations

from tests.volunteering import test_appraisal, test_dossier
from tests.volunteering.conftest import Corps, city, corps, qianan

__all__ = ["city", "corps", "qianan"]


def test_qj_13_the_community_appraises_a_unit_and_residents_decide(corps: Corps) -> None:
    test_dossier.test_the_residents_decide_and_the_unit_answers(corps)


def test_qj_13_the_community_appraises_a_member_by_services_done(corps: Corps) -> None:
    test_dossier.test_the_community_writes_on_services_done_only(corps)


def test_qj_13_the_party_branch_appraises_daily_and_residents_decide(corps: Corps) -> None:
    test_appraisal.test_the_branch_writes_after_each_service_and_residents_decide(corps)


def test_qj_14_number_time_and_quality_by_member(corps: Corps) -> None:
    test_dossier.test_number_time_and_quality_are_computed(corps)


def test_qj_14_number_time_and_quality_by_unit(corps: Corps) -> None:
    test_dossier.test_the_unit_reads_counts_and_no_people(corps)


def test_qj_14_services_on_order_count_for_the_unit(corps: Corps) -> None:
    test_dossier.test_services_that_residents_ordered_count_for_the_unit(corps)


def test_qj_14_the_member_reads_all_and_answers(corps: Corps) -> None:
    test_dossier.test_an_answer_stands_beside_and_overwrites_nothing(corps)

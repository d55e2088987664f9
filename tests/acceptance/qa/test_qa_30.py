"""QA-30 道德银行: a points account per household — earn, redeem, audit; seven banks."""

from __future__ import annotations

from gongzhi.points.config import PointsSettings
from gongzhi.points.models import Account
from gongzhi.points.services.check_books import check_books
from tests.acceptance.cities import city as city_of
from tests.points import test_holding, test_pages
from tests.points.conftest import Till, city, qianan, till

__all__ = ["city", "qianan", "till"]


def test_qa_30_an_account_per_household_earns_from_confirmed_service(till: Till) -> None:
    settings = PointsSettings.model_validate(city_of("qianan").documents["points/settings"])
    assert settings.holder == "household"
    test_holding.test_a_household_shares_one_account(till)


def test_qa_30_earned_from_confirmed_service(till: Till) -> None:
    test_holding.test_confirmed_service_earns_once_and_only_while_taking_part(till)


def test_qa_30_redeemed_without_overdrawing(till: Till) -> None:
    test_holding.test_redeeming_collecting_and_taking_back(till)


def test_qa_30_audited_by_entries_that_stay(till: Till) -> None:
    test_holding.test_a_mistake_is_taken_back_by_a_counter_entry(till)
    assert check_books(till.bank).hold
    assert sum(row.balance for row in Account.reached.filter(bank=till.bank)) == 0


def test_qa_30_seven_banks_with_open_books(till: Till) -> None:
    assert city_of("qianan").demo.banks == 7
    test_pages.test_the_open_books_name_nobody(till)

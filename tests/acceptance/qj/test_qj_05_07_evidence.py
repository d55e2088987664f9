"""QJ-05 before and after of an estate project; QJ-07 photos and short videos of services."""

from __future__ import annotations

from tests.evidence import test_wall
from tests.evidence.test_wall import Wall, city, evidence, qianan
from tests.kernel import test_videos

__all__ = ["city", "evidence", "qianan"]


def test_qj_05_before_and_after_of_an_estate_project(evidence: Wall) -> None:
    """37 illegal structures and 150 truckloads in about a month, added up from what was done."""
    test_wall.test_before_and_after_of_an_estates_project(evidence)


def test_qj_07_photos_and_videos_of_a_service(evidence: Wall) -> None:
    test_wall.test_photos_and_short_videos_are_shown_without_their_notes(evidence)


def test_qj_07_who_served_sends_and_the_keeper_looks_first(evidence: Wall) -> None:
    test_wall.test_who_served_sends_and_the_keeper_looks_first(evidence)


def test_qj_07_consent_is_recorded(evidence: Wall) -> None:
    test_wall.test_consent_is_asked_and_recorded(evidence)


def test_qj_07_whoever_is_in_it_has_it_hidden(evidence: Wall) -> None:
    test_wall.test_whoever_is_in_it_has_it_hidden_at_once(evidence)


def test_qj_07_redaction(evidence: Wall) -> None:
    test_wall.test_a_blur_cannot_be_undone(evidence)


def test_qj_07_a_video_lasts_thirty_seconds_at_most() -> None:
    test_videos.test_longer_than_thirty_seconds_is_refused_whatever_the_header_says(
        test_videos.mp4(31)
    )

"""The dossier: what was done, what was said of it, and the answers beside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from gongzhi.accounts.services.delete_resident import delete_resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order, Process
from gongzhi.volunteering.codes import rating_code, read_rating_code
from gongzhi.volunteering.models import Claim, Feedback, Post, Reply, Word
from gongzhi.volunteering.reading.dossier import own_dossier, unit_dossier, volunteer_dossier
from gongzhi.volunteering.reading.results import quarter_of
from gongzhi.volunteering.rules import residents_decide
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.forget_names import forget_names
from gongzhi.volunteering.services.give_feedback import answer_feedback, give_feedback
from gongzhi.volunteering.services.judge_service import answer_word, rate_service, write_word
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import Corps, shift

QUARTER = quarter_of(T0.date())


class Done:
    """Two people of the unit served at `post`, which is over; `at` is the day after."""

    def __init__(self, corps: Corps) -> None:
        self.corps = corps
        self.post: Post = shift(corps, hours=2)
        self.at = self.post.during.upper + timedelta(hours=1)
        self.me, self.other = (corps.volunteer(unit=corps.unit.code) for _ in range(2))
        self.mine, self.theirs = (
            claim_post(actor=one, post_id=self.post.pk) for one in (self.me, self.other)
        )
        settle(actor=corps.clerk, post_id=self.post.pk,
               minutes={self.mine.pk: 90, self.theirs.pk: 120}, at=self.post.during.upper)  # fmt: skip
        check_in_unit(
            actor=corps.clerk, asked=Asked(corps.unit.code, corps.community.code, T0.date())
        )

    def rated(self, grade: int, text: str = "") -> Word:
        return rate_service(actor=self.corps.resident(), code=rating_code(self.post), grade=grade,
                            text=text, at=self.at)  # fmt: skip


def test_number_time_and_quality_are_computed(corps: Corps) -> None:
    done = Done(corps)
    for grade in (3, 3, 2, 3, 1):
        done.rated(grade, "来得准时")
    write_word(actor=corps.clerk, claim_id=done.mine.pk, grade=3, text="干得细", at=done.at)
    mine, theirs = own_dossier(done.me), own_dossier(done.other)
    assert (mine.times, mine.minutes, theirs.minutes) == (1, 90, 120)
    assert (mine.quality.satisfied, mine.quality.fairly, mine.quality.not_satisfied) == (3, 1, 1)
    assert mine.quality.decided == "满意"
    said = mine.services[0].said
    assert [one.by_resident for one in said] == [True] * 5 + [False]  # the residents' first
    assert len(theirs.services[0].said) == 5  # a word on another's service is not mine
    row, found = volunteer_dossier(corps.clerk, corps.enrolled(done.me).pk)
    assert (row.resident_id, found.minutes) == (done.me.resident_id, 90)
    for actor in (corps.other_clerk, corps.handler):
        with pytest.raises(NotFound):
            volunteer_dossier(actor, row.pk)


def test_the_unit_reads_counts_and_no_people(corps: Corps) -> None:
    done = Done(corps)
    for _ in range(4):
        done.rated(3, "谢谢周师傅")
    found = unit_dossier(corps.handler, corps.unit, QUARTER)
    assert (found.counts.times, found.counts.minutes, found.orders) == (2, 210, 0)
    assert (found.quality.total, found.quality.decided) == (4, "")  # fewer than five decide nothing
    page = browser_of(corps.handler).get(f"/desk/volunteers/units/{corps.unit.code}/dossier/")
    text = page.content.decode()
    assert "不到5条，不下结论" in text
    for hidden in ("周师傅", "谢谢", "1990001"):
        assert hidden not in text
    assert not Word.objects.visible_to(corps.handler).exists()
    for actor in (corps.other_clerk,):
        path = f"/desk/volunteers/units/{corps.unit.code}/dossier/"
        assert browser_of(actor).get(path).status_code == 404


def test_services_that_residents_ordered_count_for_the_unit(corps: Corps) -> None:
    process = Process.objects.get(key="service_order", current=True)
    ordered = corps.city.report()
    corps.city.report(corps.city.resident("19900000088"))  # a matter, not a service
    Order.reached.filter(pk=ordered.pk).update(
        process=process, phase="closed", closed_at=T0, lead_body_id=corps.unit.id, satisfaction=3
    )
    found = unit_dossier(corps.handler, corps.unit, QUARTER)
    assert (found.orders, found.orders_quality.satisfied) == (1, 1)


def test_an_answer_stands_beside_and_overwrites_nothing(corps: Corps) -> None:
    done = Done(corps)
    word = done.rated(1, "没有擦干净")
    answer_word(actor=done.me, word_id=word.pk, text="下次带抹布")
    with pytest.raises(Conflict):
        answer_word(actor=done.me, word_id=word.pk, text="改一下")
    for actor in (corps.resident(), corps.volunteer()):
        with pytest.raises(NotFound):
            answer_word(actor=actor, word_id=word.pk, text="不是我的")
    with pytest.raises(Denied):
        answer_word(actor=corps.clerk, word_id=word.pk, text="社区")
    said = own_dossier(done.me).services[0].said[0]
    assert (said.text, said.answer) == ("没有擦干净", "下次带抹布")
    assert own_dossier(done.other).services[0].said[0].answer == ""  # each their own
    for change in ({"grade": 3}, {"text": "很好"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Word.reached.filter(pk=word.pk).update(**change)


def test_only_those_who_were_served_rate_and_once(corps: Corps) -> None:
    done = Done(corps)
    code, someone = rating_code(done.post), corps.resident()
    with pytest.raises(Conflict, match="结束以后"):
        rate_service(actor=someone, code=code, grade=3, at=done.post.during.lower)
    with pytest.raises(Conflict, match="自己参加"):
        rate_service(actor=done.me, code=code, grade=3, at=done.at)
    with pytest.raises(NotFound):
        rate_service(actor=someone, code=f"{code[:-1]}x", grade=3, at=done.at)
    with pytest.raises(Invalid):
        rate_service(actor=someone, code=code, grade=9, at=done.at)
    with pytest.raises(Denied):
        rate_service(actor=Actor(), code=code, grade=3, at=done.at)
    rate_service(actor=someone, code=code, grade=3, at=done.at)
    with pytest.raises(Conflict, match="不能改"):
        rate_service(actor=someone, code=code, grade=1, at=done.at)
    with pytest.raises(Conflict, match="30天"):
        rate_service(actor=corps.resident(), code=code, grade=3, at=done.at + timedelta(days=31))
    assert Word.reached.count() == 1
    for broken in ("", "-", "é-1", "zzzzzzzzzzzzzzzzz-1", "1" * 80):
        assert read_rating_code(broken) is None


def test_the_community_writes_on_services_done_only(corps: Corps) -> None:
    done = Done(corps)
    coming = claim_post(actor=done.me, post_id=shift(corps, hours=60).pk)
    for actor, claim, error in (
        (corps.clerk, coming, NotFound), (corps.other_clerk, done.mine, NotFound),
        (corps.handler, done.mine, Denied),
    ):  # fmt: skip
        with pytest.raises(error):
            write_word(actor=actor, claim_id=claim.pk, grade=3, text="好", at=done.at)
    write_word(actor=corps.clerk, claim_id=done.mine.pk, grade=2, text="好", at=done.at)
    with pytest.raises(Conflict):
        write_word(actor=corps.clerk, claim_id=done.mine.pk, grade=1, text="差", at=done.at)


def test_the_residents_decide_and_the_unit_answers(corps: Corps) -> None:
    done = Done(corps)
    for grade in (1, 1, 1, 2, 3):
        done.rated(grade)
    row = give_feedback(actor=corps.clerk, unit=corps.unit.code, text="来得勤", day=T0.date(),
                        grade=3)  # fmt: skip
    [found] = unit_dossier(corps.handler, corps.unit, QUARTER).appraised
    assert (found.grade, found.quality.decided) == ("满意", "不满意")  # the residents', not ours
    with pytest.raises(Denied):
        answer_feedback(actor=corps.clerk, feedback_id=row.pk, text="社区代答")
    answer_feedback(actor=corps.handler, feedback_id=row.pk, text="下季度改")
    with pytest.raises(Conflict):
        answer_feedback(actor=corps.handler, feedback_id=row.pk, text="再改")
    with pytest.raises(Conflict, match="回应"):
        give_feedback(actor=corps.clerk, unit=corps.unit.code, text="换一句", day=T0.date())
    row = Feedback.reached.get()
    assert (row.text, row.grade, row.answer) == ("来得勤", 3, "下季度改")
    page = browser_of(corps.clerk).get(f"/desk/volunteers/units/{corps.unit.code}/dossier/")
    text = page.content.decode()
    assert text.index("结论：不满意") < text.index("社区评价：") < text.index("下季度改")


def test_the_middle_grade_decides() -> None:
    assert residents_decide({3: 4}) is None
    assert residents_decide({3: 3, 1: 2}) == 3
    assert residents_decide({3: 3, 1: 3}) == 1
    assert residents_decide({3: 2, 2: 2, 1: 2}) == 2


def test_words_go_in_time_and_when_their_author_leaves(corps: Corps) -> None:
    done = Done(corps)
    author = corps.resident()
    word = rate_service(actor=author, code=rating_code(done.post), grade=1, text="没有来",
                        at=done.at)  # fmt: skip
    delete_resident(actor=author)
    word.refresh_from_db()
    assert (word.resident_id, word.grade) == (None, 1)
    answer_word(actor=done.me, word_id=word.pk, text="来了")
    forget_names(at=T0 + timedelta(days=900))
    word.refresh_from_db()
    assert (word.text, word.grade) == ("", 1)
    assert not Reply.reached.exists()
    delete_resident(actor=done.me)
    assert not Claim.reached.filter(pk=done.mine.pk).exists()


def test_the_pages(corps: Corps) -> None:
    done = Done(corps)
    guest, path = corps.resident(), f"/me/service/rate/{rating_code(done.post)}/"
    assert "服务结束以后" in browser_of(guest).get(path).content.decode()
    with clock.frozen(done.at):
        theirs, mine, desk = (browser_of(one) for one in (guest, done.me, corps.clerk))
        assert rating_code(done.post) in desk.get(
            f"/desk/volunteers/posts/{done.post.pk}/"
        ).content.decode()  # fmt: skip
        assert theirs.post(path, {"grade": "7"}).status_code == 422
        assert theirs.post(path, {"grade": "2", "text": "还行"}).status_code == 302
        page = mine.get("/me/service/dossier/").content.decode()
        assert "还行" in page
        word = Word.reached.get()
        mine.post(f"/me/service/dossier/{word.pk}/answer/", {"text": "谢谢"})
        assert "本人回应：谢谢" in mine.get("/me/service/dossier/").content.decode()
        number = corps.enrolled(done.me).pk
        desk.post(
            f"/desk/volunteers/dossiers/words/{done.mine.pk}/",
            {"grade": "3", "text": "干得细", "enrolment": number},
        )
        assert "干得细" in desk.get(f"/desk/volunteers/dossiers/{number}/").content.decode()
        assert "干得细" in mine.get("/me/service/dossier/").content.decode()

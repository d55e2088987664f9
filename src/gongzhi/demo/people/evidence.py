"""Made-up words on services, an estate's project before and after, pictures on the wall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from gongzhi.demo.content.photos import picture
from gongzhi.evidence.models import Picture, Project
from gongzhi.evidence.services.add_picture import Sent, add_picture
from gongzhi.evidence.services.keep_project import end_project, record_deed, start_project
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.volunteering.codes import rating_code
from gongzhi.volunteering.config import settings_or_none
from gongzhi.volunteering.models import Claim, Feedback, Post, Word
from gongzhi.volunteering.services.give_feedback import answer_feedback
from gongzhi.volunteering.services.judge_service import answer_word, rate_service, write_word

_GUESTS = 800  # demo residents from here on were served
# What was said with each grade, the usual ones more often.
_SAID = (
    (3, "来得准时，干得细"), (3, "说话客气"), (3, "楼道干净多了"), (3, ""), (3, ""),
    (2, "来晚了一会儿"), (2, ""), (1, "说好的时间没来"),
)  # fmt: skip
_DRAWN = ("bin", "stairway", "tree", "bench")
# What, how many a day, of which unit, on how many days (QJ-05: 37 and 150 in about a month).
_DEEDS = (("拆除违建", (12, 15, 10), "处"), ("清运垃圾", (40, 60, 50), "车"))


def fill_evidence(
    seed: str, end: datetime, clerk: Actor, handler: Actor, resident: Callable[[int], Actor]
) -> None:
    """After the volunteers: what was said of their services, and pictures of it."""
    if settings_or_none() is None:
        return
    rng = Random(f"{seed}:evidence")
    over = list(Post.objects.filter(during__endswith__lt=end, is_demo=True).order_by("during"))
    for number, post in enumerate(over[-2:]):
        _words(rng, post, clerk, [resident(_GUESTS + number * 6 + n) for n in range(6)], end)
    with clock.frozen(end):
        told = Feedback.objects.visible_to(handler).first()
        if told is not None:
            Feedback.reached.filter(pk=told.pk).update(grade=3)
            text = "（示例）谢谢社区，下季度再派人来。"
            answer_feedback(actor=handler, feedback_id=told.pk, text=text)
        for post in over[-3:]:
            _hang(clerk, ("post", post.pk), "during", "（示例）做完了")
    _project(clerk, end)
    for model in (Word, Picture):
        model.reached.exclude(is_demo=True).update(is_demo=True)


def _words(rng: Random, post: Post, clerk: Actor, guests: list[Actor], end: datetime) -> None:
    after = min(post.during.upper + timedelta(hours=5), end)
    with clock.frozen(after):
        code = rating_code(post)
        for guest in guests:
            grade, text = rng.choice(_SAID)
            rate_service(actor=guest, code=code, grade=grade, text=text)
        done = Claim.objects.visible_to(clerk).filter(post=post, minutes__gt=0).order_by("seq")
        claim = done.first()
        if claim is None:
            return
        word = write_word(actor=clerk, claim_id=claim.pk, grade=3, text="（示例）带着工具来的。")
        served = Actor(kind="resident", resident_id=claim.resident_id)
        answer_word(actor=served, word_id=word.pk, text="（示例）应该的。")


def _project(clerk: Actor, end: datetime) -> None:
    first = clock.local(end).date() - timedelta(days=45)
    with clock.frozen(end - timedelta(days=45)):
        project = start_project(
            actor=clerk, title="（示例）小区拆违和清垃圾", estate="示例小区", started_on=first,
            text="党员“管家”带头，一户一户说通。",
        )  # fmt: skip
        for number in range(2):
            _hang(clerk, ("project", project.pk), "before", f"（示例）{number + 1}号楼后")
    with clock.frozen(end - timedelta(days=14)):
        for what, amounts, unit in _DEEDS:
            for day, amount in zip((3, 15, 29), amounts, strict=True):
                record_deed(
                    actor=clerk, project_id=project.pk, what=what, amount=amount, unit=unit,
                    on=first + timedelta(days=day),
                )  # fmt: skip
        for number in range(2):
            _hang(clerk, ("project", project.pk), "after", f"（示例）{number + 1}号楼后")
        end_project(actor=clerk, project_id=project.pk)
    Project.objects.filter(pk=project.pk).update(is_demo=True)


def _hang(clerk: Actor, subject: tuple[str, int], moment: str, caption: str) -> None:
    """The same words show the same place, before and after."""
    name = _DRAWN[sum(caption.encode()) % len(_DRAWN)]
    data = picture(name, good=moment != "before")
    add_picture(actor=clerk, sent=Sent(subject, data, "nobody", moment=moment, caption=caption))

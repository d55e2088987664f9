"""What came of the cast's services: a bank with the owner's account."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.db import transaction
from PIL import Image

from gongzhi.evidence.models import Picture
from gongzhi.evidence.services.add_picture import Sent, add_picture
from gongzhi.evidence.services.keep_project import record_deed, start_project
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.points.services.book import book, own_account
from gongzhi.points.services.join import join
from gongzhi.points.services.keep_items import add_item
from gongzhi.points.services.open_bank import open_bank
from gongzhi.points.services.redeem import redeem
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.services.judge_service import write_word


def served(owner: Actor, clerk: Actor, post: Post) -> dict[str, Any]:
    """By the names under which the rows of the table ask for them."""
    done = Claim.reached.filter(resident_id=owner.resident_id, minutes__gt=0).get()
    word = write_word(actor=clerk, claim_id=done.pk, grade=3, text="干得细")
    return {**_bank(owner, clerk), **_wall(clerk, post), "word": word, "done": done}


def _wall(clerk: Actor, post: Post) -> dict[str, Any]:
    """A picture of the cast's post that is shown, one that waits, and a project with a deed."""
    day, data = clock.today(), picture_bytes()
    project = start_project(actor=clerk, title="拆违", estate="示例小区", started_on=day)
    deed = record_deed(actor=clerk, project_id=project.pk, on=day, what="拆除", amount=3, unit="处")
    sent = Sent(("post", post.pk), data, "nobody")
    shown, waiting = (add_picture(actor=clerk, sent=sent) for _ in range(2))
    Picture.reached.filter(pk=waiting.pk).update(state="waiting")
    return {"project": project, "deed": deed, "shown_picture": shown, "waiting_picture": waiting}


def picture_bytes() -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG")
    return out.getvalue()


def _bank(owner: Actor, clerk: Actor) -> dict[str, Any]:
    """The owner's account: 100 points earned, 10 of them for an item that waits."""
    bank = open_bank(actor=clerk)
    account = join(actor=owner, bank_id=bank.pk)
    parts = {own_account(bank, "issued"): -100, account.pk: 100}
    with transaction.atomic():
        earned, _new = book(kind="earn", key="service:0", at=clock.now(), parts=parts)
    item = add_item(actor=clerk, name="洗衣液", points=10, stock=5)
    handout = redeem(actor=owner, item_id=item.pk, quantity=1, tap=uuid.uuid4())
    return {
        "bank": bank, "account": account, "earned": earned, "item": item, "handout": handout,
        "fund_id": own_account(bank, "fund"),
    }  # fmt: skip

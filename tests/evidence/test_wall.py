"""The evidence wall: what is shown, by whose consent, and how it goes again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongzhi.evidence import body_ending
from gongzhi.evidence.models import Picture, Project
from gongzhi.evidence.reading.wall import project_page, wall
from gongzhi.evidence.services.add_picture import Sent, add_picture
from gongzhi.evidence.services.keep_project import (
    end_project,
    record_deed,
    start_project,
    strike_deed,
)
from gongzhi.evidence.services.settle_picture import ask_away, blur, show, take_away
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import settle
from tests.kernel.test_videos import mp4
from tests.orders.conftest import T0, City, city, qianan
from tests.signing_in import browser_of
from tests.volunteering.conftest import Corps, shift

__all__ = ["city", "qianan"]
TODAY = T0.date()


def photo(colour: str = "green", note: bool = False) -> bytes:
    """Stripes, so that making them unreadable is seen."""
    image = Image.new("RGB", (120, 90), colour)
    for left in range(0, 120, 4):
        image.paste("white", (left, 0, left + 2, 90))
    exif = Image.Exif()
    if note:
        exif[0x010F] = "SecretPhone"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


class Wall:
    """A post that has begun with one who serves there, and a project of the community."""

    def __init__(self, city: City, media: Path) -> None:
        self.corps, self.media = Corps(city), media
        self.keeper = self.corps.clerk
        self.post = shift(self.corps, hours=1)
        self.me = self.corps.volunteer(unit=self.corps.unit.code)
        self.claim = claim_post(actor=self.me, post_id=self.post.pk)
        self.project = start_project(
            actor=self.keeper, title="拆违清垃圾", estate="示例小区",
            started_on=TODAY - timedelta(days=30),
        )  # fmt: skip

    def hang(self, data: bytes = b"", actor: Any = None, **more: Any) -> Picture:
        values = {"subject": ("post", self.post.pk), "data": data or photo(), "consent": "agreed"}
        return add_picture(actor=actor or self.keeper, sent=Sent(**{**values, **more}))

    def files(self) -> int:
        return sum(1 for one in self.media.rglob("*") if one.is_file())


@pytest.fixture
def evidence(city: City, settings: Any, tmp_path: Path) -> Iterator[Wall]:
    settings.MEDIA_ROOT = tmp_path
    with clock.frozen(T0):
        found = Wall(city, tmp_path)
    with clock.frozen(T0 + timedelta(hours=2)):
        yield found


def test_photos_and_short_videos_are_shown_without_their_notes(evidence: Wall) -> None:
    row = evidence.hang(photo(note=True), unit=evidence.corps.unit.code)
    clip = evidence.hang(mp4(12))
    assert (row.state, clip.seconds, clip.is_video) == ("shown", 12.0, True)
    kept = b"".join(one.read_bytes() for one in evidence.media.rglob("*") if one.is_file())
    for note in (b"SecretPhone", b"39.9042"):
        assert note not in kept
    with pytest.raises(Invalid, match="30 秒"):
        evidence.hang(mp4(31))
    with pytest.raises(Invalid, match="照片"):
        evidence.hang(b"no picture")
    assert len(wall(evidence.corps.community).object_list) == 2
    assert [one.row.pk for one in wall(evidence.corps.unit).object_list] == [row.pk]


def test_consent_is_asked_and_recorded(evidence: Wall) -> None:
    for wrong in ("", "yes"):
        with pytest.raises(Invalid, match="同意"):
            evidence.hang(consent=wrong)
    assert not Picture.reached.exists()
    assert evidence.files() == 0
    assert evidence.hang(consent="guardian").get_consent_display() == "有孩子，监护人书面同意公开"


def test_who_served_sends_and_the_keeper_looks_first(evidence: Wall) -> None:
    row = evidence.hang(actor=evidence.me)
    assert row.state == "waiting"
    assert not Picture.objects.visible_to(PUBLIC).exists()
    for actor, error in (
        (evidence.corps.volunteer(), Denied), (evidence.corps.handler, Denied),
        (evidence.corps.other_clerk, NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            evidence.hang(actor=actor)
    with pytest.raises(Denied):
        evidence.hang(actor=evidence.me, subject=("project", evidence.project.pk))
    for actor, error in ((evidence.me, Denied), (evidence.corps.other_clerk, NotFound)):
        with pytest.raises(error):
            show(actor=actor, picture_id=row.pk)
    show(actor=evidence.keeper, picture_id=row.pk)
    assert Picture.objects.visible_to(PUBLIC).get().pk == row.pk


def test_pictures_are_of_no_weight(evidence: Wall) -> None:
    """Whoever sends none is credited the same."""
    before = evidence.claim.minutes
    evidence.hang(actor=evidence.me)
    evidence.claim.refresh_from_db()
    assert evidence.claim.minutes == before
    settle(actor=evidence.keeper, post_id=evidence.post.pk, minutes={evidence.claim.pk: 60})
    evidence.claim.refresh_from_db()
    assert evidence.claim.minutes == 60


def test_a_blur_cannot_be_undone(evidence: Wall) -> None:
    row = evidence.hang()
    old = row.path
    for boxes in ([], [(0.5, 0, 0.4, 1)], [(0, 0, 2, 1)]):
        with pytest.raises(Invalid):
            blur(actor=evidence.keeper, picture_id=row.pk, boxes=boxes)
    with pytest.raises(NotFound):
        blur(actor=evidence.corps.other_clerk, picture_id=row.pk, boxes=[(0, 0, 0.5, 1)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda deed: deed())
        blur(actor=evidence.keeper, picture_id=row.pk, boxes=[(0, 0, 0.5, 1)])
    row.refresh_from_db()
    assert row.path != old
    assert not (evidence.media / old).exists()
    with Image.open(evidence.media / row.path) as image:
        left = [image.getpixel((x, 40))[0] for x in range(4, 50)]
        right = [image.getpixel((x, 40))[0] for x in range(70, 110)]
    assert max(left) - min(left) < 100  # no stripes any more
    assert max(right) - min(right) > 150
    clip = evidence.hang(mp4(5))
    with pytest.raises(Conflict, match="视频"):
        blur(actor=evidence.keeper, picture_id=clip.pk, boxes=[(0, 0, 1, 1)])


def test_whoever_is_in_it_has_it_hidden_at_once(evidence: Wall) -> None:
    row, guest = evidence.hang(), evidence.corps.resident()
    with pytest.raises(Denied):
        ask_away(actor=PUBLIC, picture_id=row.pk)
    ask_away(actor=guest, picture_id=row.pk)
    with pytest.raises(NotFound):
        ask_away(actor=guest, picture_id=row.pk)
    assert not Picture.objects.visible_to(PUBLIC).exists()
    row.refresh_from_db()
    assert row.asked_away_at is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda deed: deed())
        take_away(actor=evidence.keeper, picture_id=row.pk)
    assert evidence.files() == 0
    with pytest.raises(Conflict):
        show(actor=evidence.keeper, picture_id=row.pk)


def test_before_and_after_of_an_estates_project(evidence: Wall) -> None:
    subject = ("project", evidence.project.pk)
    evidence.hang(photo("red"), subject=subject, moment="before")
    evidence.hang(photo("green"), subject=subject, moment="after")
    for day, amount in ((30, 20), (12, 17)):
        record_deed(actor=evidence.keeper, project_id=evidence.project.pk, what="拆除违建",
                    on=TODAY - timedelta(days=day), amount=amount, unit="处")  # fmt: skip
    wrong = record_deed(actor=evidence.keeper, project_id=evidence.project.pk, what="清运垃圾",
                        on=TODAY, amount=1500, unit="车")  # fmt: skip
    strike_deed(actor=evidence.keeper, project_id=evidence.project.pk, deed_id=wrong.pk)
    record_deed(actor=evidence.keeper, project_id=evidence.project.pk, what="清运垃圾", on=TODAY,
                amount=150, unit="车")  # fmt: skip
    for changes, error in (
        ({"amount": 0}, Invalid), ({"on": TODAY + timedelta(days=1)}, Invalid),
        ({"what": " "}, Invalid),
    ):  # fmt: skip
        values = {"what": "拆除违建", "on": TODAY, "amount": 1, "unit": "处", **changes}
        with pytest.raises(error):
            record_deed(actor=evidence.keeper, project_id=evidence.project.pk, **values)
    end_project(actor=evidence.keeper, project_id=evidence.project.pk)
    found = project_page(Project.objects.get())
    assert found.sums == [("清运垃圾", 150, "车"), ("拆除违建", 37, "处")]
    assert (found.days, len(found.pairs)) == (31, 1)
    with pytest.raises(Conflict):
        record_deed(actor=evidence.keeper, project_id=evidence.project.pk, what="再拆", on=TODAY,
                    amount=1, unit="处")  # fmt: skip
    with pytest.raises(NotFound):
        end_project(actor=evidence.corps.other_clerk, project_id=evidence.project.pk)
    page = Client().get(f"/wall/projects/{evidence.project.pk}/").content.decode()
    for text in ("150车", "37处", "31天", "compare"):
        assert text in page


def test_the_pages(evidence: Wall) -> None:
    desk, mine, theirs = (
        browser_of(one) for one in (evidence.keeper, evidence.me, evidence.corps.resident())
    )
    form = {"consent": "agreed", "caption": "擦得真干净"}
    path = f"/wall/send/{evidence.post.pk}/"
    assert "自愿" in mine.get(f"/me/service/posts/{evidence.post.pk}/").content.decode()
    assert mine.post(path, form).status_code == 422
    file = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    assert mine.post(path, {**form, "file": file}).status_code == 302
    row = Picture.reached.get()
    media = f"/wall/media/{row.pk}/full/"
    assert theirs.get(media).status_code == 404
    assert "blur-cells" in desk.get(f"/desk/wall/{row.pk}/").content.decode()
    desk.post(f"/desk/wall/{row.pk}/blur/", {"cell": ["0-0", "0-1", "99-99"]})
    row.refresh_from_db()
    assert row.blurred_at is not None
    desk.post(f"/desk/wall/{row.pk}/show/")
    address = f"/wall/of/{evidence.corps.community.code}/"
    assert "擦得真干净" in theirs.get(address).content.decode()
    assert theirs.get(media)["Content-Type"] == "image/jpeg"
    theirs.post(f"/wall/media/{row.pk}/ask/")
    assert "擦得真干净" not in Client().get(address).content.decode()
    assert "有人请求撤下" in desk.get("/desk/wall/").content.decode()
    clip = SimpleUploadedFile("a.mp4", mp4(4), "video/mp4")
    add = {"subject": f"project-{evidence.project.pk}", "moment": "during", "consent": "nobody"}
    assert desk.post("/desk/wall/add/", {**add, "file": clip}).status_code == 302
    video = f"/wall/media/{Picture.reached.latest('id').pk}/full/"
    answer = Client().get(video, headers={"Range": "bytes=0-7"})
    assert (answer.status_code, len(answer.content)) == (206, 8)
    assert answer["Content-Range"].startswith("bytes 0-7/")
    assert Client().get(video, headers={"Range": "bytes=999999-"}).status_code == 416
    assert Client().get(video)["Content-Type"] == "video/mp4"


def test_a_community_that_ends_leaves_its_wall_to_the_successor(evidence: Wall) -> None:
    corps = evidence.corps
    shown, waiting = evidence.hang(), evidence.hang(actor=evidence.me)
    start_project(actor=corps.other_clerk, title="拆违清垃圾", estate="别处", started_on=TODAY)
    end_project(actor=evidence.keeper, project_id=evidence.project.pk)
    going = start_project(
        actor=evidence.keeper, title="拆违清垃圾", estate="示例小区", started_on=TODAY
    )
    assert body_ending.count(corps.community.id) == 1
    assert body_ending.pass_on(corps.community.id, corps.other.id, T0) == 1
    assert set(Picture.reached.values_list("community_id", flat=True)) == {corps.other.id}
    going.refresh_from_db()
    assert (going.community_id, going.ended_on) == (corps.other.id, TODAY)  # one of a title goes on
    assert [one.row.pk for one in wall(corps.other).object_list] == [shown.pk]
    show(actor=corps.other_clerk, picture_id=waiting.pk)
    assert len(wall(corps.other).object_list) == 2
    with pytest.raises((Denied, NotFound)):
        take_away(actor=evidence.keeper, picture_id=shown.pk)

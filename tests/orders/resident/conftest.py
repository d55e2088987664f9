"""A browser of a resident, with codes that can be read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_

from ..conftest import T0, City

PHONE = "19900000001"
OTHER = "19900000002"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def at_ten() -> Any:
    """Tuesday, 10:00 in Qian'an: inside working hours of a year that the calendar knows."""
    with clock.frozen(T0):
        yield


def last_code(phone: str = PHONE) -> str:
    """The code in the newest text of the demo inbox to a phone."""
    from gongzhi.notify.models import DemoText

    for row in DemoText.objects.order_by("-id"):
        if open_(row.phone_sealed) == phone:
            found = re.search(r"\d{6}", open_(row.text_sealed))
            assert found is not None
            return found[0]
    raise AssertionError(f"no text to {phone}")


def jpeg(colour: str = "red", *, gps: bool = False) -> bytes:
    image = Image.new("RGB", (64, 48), colour)
    exif = Image.Exif()
    if gps:
        exif[0x8825] = {1: "N", 2: (45.0, 0.0, 30.0), 3: "E", 4: (124.0, 1.0, 0.0)}
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def sign_in(city: City) -> Callable[..., Client]:
    """A browser in which a resident is signed in."""

    def make(phone: str = PHONE) -> Client:
        client = Client()
        session = client.session
        session["resident_id"] = city.resident(phone).resident_id
        session.save()
        return client

    return make

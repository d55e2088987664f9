"""A grid worker's phone: a session, photos, outbox entries."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongzhi.accounts.models import User
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor

from ..conftest import T0


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    with clock.frozen(T0):
        yield


def photo(colour: str = "grey") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def phone_of(actor: Actor) -> Client:
    """A logged-in browser of a member of staff."""
    client = Client(HTTP_ACCEPT="application/json")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def send(client: Client, kind: str, order: str = "", **fields: Any) -> dict[str, Any]:
    """Post one entry as the outbox does; `photos` are (file name, bytes)."""
    photos = fields.pop("photos", ())
    entry = {
        "client_key": fields.pop("client_key", str(uuid.uuid4())),
        "kind": kind,
        "order": order,
        "payload": fields,
        "created_at": T0.isoformat(),
    }
    files = [SimpleUploadedFile(name, data, "image/jpeg") for name, data in photos]
    answer = client.post("/field/outbox", {"entry": json.dumps(entry), "photos": files})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())

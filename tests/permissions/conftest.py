"""The cast, made once a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.template import Template
from django.test import override_settings
from django.test.utils import _TestState

from gongzhi.accounts import actor as accounts_actor
from gongzhi.kernel import clock
from tests.orders.conftest import T0, City, city, forget_all, qianan

from .asking import savepoint
from .cast import Cast

__all__ = ["city", "qianan"]


@pytest.fixture(scope="module")
def cast(qianan: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Cast]:
    """Made once a module; each test runs in a savepoint of it."""
    media = str(tmp_path_factory.mktemp("media"))
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        clock.frozen(T0),
        savepoint(),
        # Nobody here asks which templates were drawn: no copy of every context is kept.
        patch.object(Template, "_render", _TestState.saved_data.template_render),
    ):
        forget_all()
        yield Cast(City())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nothing_kept(cast: Cast, db: None) -> None:
    """Nothing kept of what an earlier test changed and took back."""
    cast.forget_logins()
    forget_all()
    accounts_actor.forget()

"""A browser that has signed in, without the login page."""

from __future__ import annotations

from django.test import Client

from gongzhi.accounts.login.idle import SEEN_KEY
from gongzhi.accounts.models import User
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor


def sign_in(client: Client, actor: Actor) -> Client:
    """As if the actor had logged in with this client: a resident or a member of staff."""
    if actor.kind != "resident":
        client.force_login(User.objects.get(pk=actor.user_id))
    session = client.session
    if actor.kind == "resident":
        session["resident_id"] = actor.resident_id
    session[SEEN_KEY] = int(clock.now().timestamp())
    session.save()
    return client


def browser_of(actor: Actor) -> Client:
    return sign_in(Client(), actor)

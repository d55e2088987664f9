"""Send one message that was written before."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from gongzhi.accounts.selectors import address_of
from gongzhi.kernel import clock
from gongzhi.notify.gateways import GatewayError, gateway
from gongzhi.notify.models import Message
from gongzhi.notify.rules import GIVE_UP_AFTER, MAX_ATTEMPTS, pause_after


def send_message(*, message_id: int, at: datetime | None = None) -> bool:
    """Send it unless it was sent, is being sent or has been tried too often; whether it went out.

    Whoever moves `retry_at` sends: two workers never send the same try. A worker that dies
    between sending and noting it is repeated after a pause, under the same reference, by which
    the provider drops the repeat.
    """
    at = at or clock.now()
    message = Message.objects.filter(pk=message_id, sent_at=None).first()
    if message is None or message.resident_id is None:
        return False
    free = Q(retry_at=None) | Q(retry_at__lte=at)
    claimed = Message.objects.filter(
        free,
        pk=message_id,
        sent_at=None,
        attempts=message.attempts,
        attempts__lt=MAX_ATTEMPTS,
        created_at__gt=at - GIVE_UP_AFTER,
    ).update(attempts=F("attempts") + 1, retry_at=at + pause_after(message.attempts + 1))
    if not claimed:
        return False
    address = address_of(resident_id=message.resident_id)
    try:
        if address is None:
            raise GatewayError("收信人已删除")
        gateway().send(address.phone, message.text, reference=f"message-{message.pk}")
    except GatewayError as error:
        Message.objects.filter(pk=message_id).update(failure=str(error)[:200])
        return False
    Message.objects.filter(pk=message_id).update(sent_at=clock.now(), failure="")
    return True

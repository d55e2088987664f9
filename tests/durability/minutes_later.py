"""`python -m tests.durability.minutes_later`: what the minute's job does once a pause is over.

A worker that died while it sent a text leaves it to be tried again after two minutes
(notify/rules.py). Nobody waits here: the moment of the next try is moved to now.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Let the pauses be over, and send what was not sent."""
    import django

    django.setup()
    from gongzhi.kernel import clock
    from gongzhi.notify.models import Message
    from gongzhi.notify.services.send_waiting import send_waiting

    waiting = Message.objects.filter(sent_at=None, attempts__gte=1, retry_at__isnull=False)
    waiting.update(retry_at=clock.now())
    send_waiting()
    return 0


if __name__ == "__main__":
    sys.exit(main())

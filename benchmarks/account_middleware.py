"""What allauth's AccountMiddleware would add to a request: `python benchmarks/account_middleware.py`.

A view that does nothing, called as a middleware calls it; microseconds a request, median of five.
"""

from __future__ import annotations

import os
import statistics
import sys
import timeit
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.test")
CALLS = 50_000


def main() -> int:
    import django

    django.setup()
    from allauth.account.middleware import AccountMiddleware
    from django.http import HttpResponse
    from django.test import RequestFactory

    from gongzhi.accounts.middleware import ActorMiddleware

    answer = HttpResponse()
    request = RequestFactory().post("/api/v1/orders")

    def view(_request: object) -> HttpResponse:
        return answer

    for name, call in (
        ("nothing", view),
        ("ActorMiddleware", ActorMiddleware(view)),
        ("AccountMiddleware", AccountMiddleware(view)),
    ):
        runs = timeit.repeat(partial(call, request), number=CALLS, repeat=5)
        sys.stdout.write(f"{name}: {statistics.median(runs) / CALLS * 1e6:.2f} µs\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

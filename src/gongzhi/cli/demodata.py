"""Filling an empty demo database, and the file that tells its accounts."""

import shutil
from pathlib import Path

from gongzhi.cli.demo import write_private
from gongzhi.cli.progress import say
from gongzhi.platform.problems import PlatformError


def fill() -> None:
    """Fill the city when it has no orders yet, and write <data>/demo.json.

    A fill that was interrupted cannot be continued: it leaves demo.filling behind, or orders
    without demo.json, which is written last.
    """
    from django.conf import settings

    from gongzhi.demo.fill import fill_demo
    from gongzhi.kernel.scope import unscoped
    from gongzhi.orders.models import Order

    path = Path(settings.DATA) / "demo.json"
    mark = path.with_name("demo.filling")
    with unscoped("demo: is the city empty?"):
        filled = Order.objects.exists()
    if filled and path.exists():
        return
    if filled or mark.exists():
        raise PlatformError(
            f"The demo city in {settings.DATA} was not filled to its end: remove that folder, or "
            "choose another with --data."
        )
    mark.touch()
    free = shutil.disk_usage(settings.DATA).free
    say(f"Filling the city with made-up data ({free // 2**30} GB of disk are free)")
    write_private(path, fill_demo(progress=lambda text: say(f"  {text}")))
    mark.unlink()

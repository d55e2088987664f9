"""The code that an organiser's screen shows now: `python -m tests.browser.shown_code POST_ID`.

A phone reads it from the picture; this process reads it where the picture is made.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Print it."""
    import django

    django.setup()
    from gongzhi.kernel import clock
    from gongzhi.volunteering.codes import code_of
    from gongzhi.volunteering.config import volunteer_settings
    from gongzhi.volunteering.models import Post

    post = Post.objects.get(pk=int(sys.argv[1]))
    seconds = volunteer_settings().check_in.code_seconds
    sys.stdout.write(code_of(post, at=clock.now(), seconds=seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())

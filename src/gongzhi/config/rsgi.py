"""The entry that granian's workers load: Django's WSGI behind the gate that waits for bodies."""

import os

from django.conf import settings

from gongzhi.config.wsgi import application as wsgi
from gongzhi.platform.gate import Gate
from gongzhi.platform.web import THREAD_COUNT, THREADS

application = Gate(
    wsgi,
    threads=int(os.environ.get(THREADS, THREAD_COUNT)),
    most=settings.GONGZHI_UPLOAD_BYTES,
)

"""Django as a WSGI application; config/rsgi.py serves it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from gongzhi.platform.loading import loading
from gongzhi.platform.parentdeath import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.production")

# A worker whose server was killed would keep the port and the database connection.
die_with_parent()

with loading():
    application = get_wsgi_application()

# A page makes some thousands of objects, nearly all of which go without the collector.
gc.set_threshold(10_000, 20, 50)

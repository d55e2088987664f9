"""Django as a WSGI application; config/rsgi.py serves it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from gongzhi.platform.parentdeath import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.production")

# A worker whose server was killed would keep the port and the database connection.
die_with_parent()

application = get_wsgi_application()

# What is loaded stays: the collector need not walk through it again and again.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)

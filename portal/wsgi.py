"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from portal.checks import refuse_bad_settings
from portal.lib.wholebody import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = whole_bodies(get_wsgi_application())
refuse_bad_settings()

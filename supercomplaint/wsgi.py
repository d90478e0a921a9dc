import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supercomplaint.settings")
application = get_wsgi_application()

from accounts.demo import refuse_demo_accounts  # noqa: E402  models load only after the line above

refuse_demo_accounts()

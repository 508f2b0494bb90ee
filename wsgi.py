"""The application a WSGI server imports: `gunicorn wsgi:app`."""

from config import Settings
from portal import create_app

app = create_app(Settings.from_env())

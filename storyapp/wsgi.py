"""The application for a WSGI server: `gunicorn storyapp.wsgi:application`."""

from storyapp.app import create_app

application = create_app()

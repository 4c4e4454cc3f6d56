"""What a WSGI server serves: `wsgi:app`."""

from audit_app import create_app

app = create_app()

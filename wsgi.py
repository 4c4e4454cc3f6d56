"""What a WSGI server serves: `wsgi:app`."""

import sys

from audit_app import create_app
from audit_app.settings import UnsafeSettings

try:
    app = create_app()
except UnsafeSettings as unsafe:
    sys.exit(f"Error: {unsafe}")

"""The blueprint that the pages of the owner's door hang themselves on."""

from flask import Blueprint

door = Blueprint("owner", __name__, url_prefix="/owner")

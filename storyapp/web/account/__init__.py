"""The wing of one's own account: sign in, second factor, invitation."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)

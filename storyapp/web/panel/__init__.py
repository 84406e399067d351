"""The wing of the panellist: reading and voting by link."""

from flask import Blueprint

blueprint = Blueprint("panel", __name__)

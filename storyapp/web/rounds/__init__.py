"""The wing where rounds are run: open, follow, decide, give feedback."""

from flask import Blueprint

blueprint = Blueprint("rounds", __name__)

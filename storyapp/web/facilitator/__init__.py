"""The wing of the facilitator: today, invitations, stories, screening, consent."""

from flask import Blueprint

blueprint = Blueprint("facilitator", __name__)

"""The wing of the facilitator's polls: asking a group, closing, reading the result."""

from flask import Blueprint

blueprint = Blueprint("polls", __name__)

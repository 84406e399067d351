"""The wing of the guardian: a card that agrees or refuses, and a code to change that; never a story."""

from flask import Blueprint

blueprint = Blueprint("guardian", __name__)

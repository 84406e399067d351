"""The wing of the safeguarding lead: cases."""

from flask import Blueprint

blueprint = Blueprint("safeguarding", __name__)

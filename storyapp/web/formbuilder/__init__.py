"""The wing where a programme builds its story form."""

from flask import Blueprint

blueprint = Blueprint("form", __name__)

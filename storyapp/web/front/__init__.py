"""The front hall: first page, help, language, leaving."""

from flask import Blueprint

blueprint = Blueprint("front", __name__)

"""The wing of those who answer a poll: by link or code, without a name."""

from flask import Blueprint

blueprint = Blueprint("polling", __name__)

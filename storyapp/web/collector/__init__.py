"""The wing of the story collector: in by link, training card, interviews, own stories, hours."""

from flask import Blueprint

blueprint = Blueprint("collector", __name__)

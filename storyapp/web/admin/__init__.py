"""The wing of the administrator: organisation, programme, people."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

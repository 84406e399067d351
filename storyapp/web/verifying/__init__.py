"""The wing where stories are held against the world: verified, counted, set beside other evidence."""

from flask import Blueprint

blueprint = Blueprint("verifying", __name__)

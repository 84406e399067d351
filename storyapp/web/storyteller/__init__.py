"""The wing of the storyteller: telling, receipt, my story."""

from flask import Blueprint

blueprint = Blueprint("storyteller", __name__)

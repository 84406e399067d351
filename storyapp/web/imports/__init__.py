"""The wing of imports: upload, map, preview, run, undo."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__)

"""The wing of reports: build, read, download, recall."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)

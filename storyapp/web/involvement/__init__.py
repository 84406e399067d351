"""The wing where involvement itself is looked at: matrix, five questions, passport."""

from flask import Blueprint

blueprint = Blueprint("involvement", __name__)

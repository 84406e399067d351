"""The wing of the evaluator: coding, themes, results."""

from flask import Blueprint

blueprint = Blueprint("evaluator", __name__)

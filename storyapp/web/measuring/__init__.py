"""The wing of what is measured: indicators, instruments, who collects what and when."""

from flask import Blueprint

blueprint = Blueprint("measuring", __name__)

"""Lets `python -m nlp` work."""

import sys

from nlp.cli import main

sys.exit(main())

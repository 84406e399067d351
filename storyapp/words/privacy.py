"""Which privacy words are in force; whoever changes them gives a new number and day."""

from datetime import date

VERSION, IN_FORCE_SINCE = 1, date(2026, 11, 29)
PAGE_OF_VERSION = "36755afe9afcbfcd"  # the page these two were given to

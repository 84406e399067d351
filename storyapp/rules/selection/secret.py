"""Secret ballot: one vote each, its reason without a name, all opened together; counted as a majority is.

That nobody can tell whose ballot is whose is kept by the table and not by the count: see `data/tables/rounds.py`.
"""

from storyapp.rules.selection.majority import decide_by_majority as decide_by_secret_ballot

__all__ = ["decide_by_secret_ballot"]

"""How ballots become an outcome: one file for each method, one list of methods."""

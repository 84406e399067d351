"""How the data files that ship were made: run by hand, never at run time."""

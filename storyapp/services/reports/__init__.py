"""How a report is made: gather what may appear, protect the numbers, say it in chapters."""

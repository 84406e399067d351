"""Pages for people: one wing a person, one table of doors."""

"""Which rows exist: one file a noun."""

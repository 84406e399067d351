"""The method as decision tables; no database, no clock, milliseconds."""

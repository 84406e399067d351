"""The wing of imports."""

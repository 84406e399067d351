"""The story form: what it asks, of whom, in which order, and what it costs those who answer."""

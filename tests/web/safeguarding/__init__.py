"""The safeguarding lead's wing."""

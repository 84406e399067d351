"""Storyapp: stories of change, chosen with reasons, answered to their tellers."""

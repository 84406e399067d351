"""The outside world: keys, mail, tasks, the language module."""

"""Values to bytes and bytes to values: reports out, sheets of old stories in."""

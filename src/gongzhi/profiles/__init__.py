"""A city's configuration: reading, checking, comparing and applying a profile folder."""

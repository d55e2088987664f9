"""Use cases of notify, one a file."""

"""Pages of notify."""

"""Template tags of notify."""

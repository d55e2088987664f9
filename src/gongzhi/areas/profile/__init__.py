"""The areas of a profile: its files read and checked, or grown and drawn from counts."""

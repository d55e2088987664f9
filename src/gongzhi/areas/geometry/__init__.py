"""Coordinates, the shape that holds a point, lighter shapes (pure)."""

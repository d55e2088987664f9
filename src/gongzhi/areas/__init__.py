"""Divisions and grids: tree, shapes, validity in time, locating a point."""

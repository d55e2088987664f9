"""Pages of the resident front: phone first, and whole without a script."""

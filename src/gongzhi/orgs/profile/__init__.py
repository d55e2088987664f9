"""A city's files about bodies: their shape, the checks, and what grows from counts."""

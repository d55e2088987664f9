"""A city's files about orders: their shape, and the checks before they are applied."""

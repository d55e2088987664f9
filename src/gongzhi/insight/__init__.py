"""Figures counted from orders, and what the public reads."""

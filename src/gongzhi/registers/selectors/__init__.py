"""Reads of the registers for screens."""

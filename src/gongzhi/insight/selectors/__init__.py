"""Reads of insight for screens."""

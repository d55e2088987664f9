"""Reads of single pages of field duties."""

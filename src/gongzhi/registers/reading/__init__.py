"""Reads of single pages of the registers."""

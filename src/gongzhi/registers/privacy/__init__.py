"""Periods of keeping, erasing, and what a person wishes about the own row."""

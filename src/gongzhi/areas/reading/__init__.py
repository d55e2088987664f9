"""Reads for the pages and maps of areas."""

"""Reads for the desk: worklists, lists, the order page, the street director's page."""

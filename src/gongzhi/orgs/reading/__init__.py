"""Reads of relations for pages: rates down to names, lists, maps. Public facts, names in scope."""

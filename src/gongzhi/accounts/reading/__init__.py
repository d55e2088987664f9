"""Reads for the pages of users, teams, security and audit."""

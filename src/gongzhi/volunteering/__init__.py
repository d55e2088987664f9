"""Volunteering: double check-in, posts, shifts, hours, certificates (XY-10, JN-34, QJ-06 to QJ-12)."""

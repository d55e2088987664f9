"""Measurements of a whole server: `python -m benchmarks` (see docs/performance.md)."""

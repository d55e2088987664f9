"""Registers: people, homes, buildings, units, facilities and devices (QA-17)."""

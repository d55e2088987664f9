"""Stations and rooms, who may use them and when, and what goes on there."""

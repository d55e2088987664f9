"""Views of stations, rooms and activities: the desk and the resident front."""

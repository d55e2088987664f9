"""Pages of areas in the desk."""

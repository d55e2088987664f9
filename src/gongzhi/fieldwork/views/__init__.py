"""Pages of field duties."""

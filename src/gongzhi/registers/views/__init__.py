"""Pages of the registers in the desk."""

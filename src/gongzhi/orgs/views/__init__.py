"""Pages of bodies, Party affairs and responsibilities, below /desk/."""

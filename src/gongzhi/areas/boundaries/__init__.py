"""What a change of boundaries does to the tree of areas, and what became of an area since."""

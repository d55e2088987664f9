"""What can be ordered, lent and given: the catalogue of items, three lists, and their matching."""

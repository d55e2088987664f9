"""A body that ends: what goes to its successor, where it is named, and how it comes back."""

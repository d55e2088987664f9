"""Who acts in the made-up city: staff, bodies in relation to each other, names."""

"""The demo: a made-up city, its people and two months of their orders."""

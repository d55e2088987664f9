"""Bodies of every kind: departments, streets, communities, firms, Party organisations."""

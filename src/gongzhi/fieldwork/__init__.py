"""Field duties: the handbook, visits and the needs they bring, rounds for hazards, talks."""

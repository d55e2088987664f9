"""What actions do besides changing the state; each module registers its own by being imported."""

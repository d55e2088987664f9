"""What is said and shown in made-up reports: sentences and drawn photos."""

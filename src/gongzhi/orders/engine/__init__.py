"""The only way an order moves: who may, what happens besides, what is written in one go."""

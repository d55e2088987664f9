"""How an order comes to be: the rows of a report or of a start, in one SQL statement."""

"""Forms by which relations are recorded: one form, one service."""

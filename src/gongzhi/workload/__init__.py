"""What is asked of communities: the list of their affairs, and what is admitted beside it (ML-17, XY-31)."""

"""What becomes of each made-up report, and when."""

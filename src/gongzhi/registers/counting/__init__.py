"""What may be counted of people, and which counts are left out."""

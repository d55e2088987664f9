"""What changes outside do to orders: boundaries drawn anew, postings and bodies that end."""

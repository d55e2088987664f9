"""What changes outside do to the registers: boundaries and bodies that end."""

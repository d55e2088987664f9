"""One row of a register: as words, as a draft, as a line of a table, and why it ends."""

"""What a process says: its typed form, its pure rules, its drawing, who may start it."""

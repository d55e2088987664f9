"""How people get in: passwords, codes, the second factor, sessions, the login service."""

"""/desk/users/ and /desk/access/: the pages of the three administrators."""

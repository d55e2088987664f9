"""People who log in, residents, postings (a role at a body or area), API keys, access log."""

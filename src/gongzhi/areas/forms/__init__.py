"""Forms of areas: a change of boundaries, files in and out, pasted shapes."""

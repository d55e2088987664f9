"""Which class a matter has and which body leads it: the catalogue, the duty list, triage."""

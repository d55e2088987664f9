"""Orders that concern the registers: whistles, opinion requests, requests about personal data."""

"""Photos of orders: drafts before a report is handed over, and where cleaned files lie."""

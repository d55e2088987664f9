"""Orders of orders: long-running files and campaigns, and what their actions do."""

"""The order engine: processes, clocks, events, worklists, ratings."""

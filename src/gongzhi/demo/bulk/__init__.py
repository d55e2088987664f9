"""Very many orders by plain SQL, for benchmarks."""

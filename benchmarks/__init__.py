"""How fast lobkit is, how far from the limit, and against whom: `python -m benchmarks` measures all of it."""

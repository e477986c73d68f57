"""Pages of the expert pool and of the expert."""

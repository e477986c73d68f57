"""Benchmarks: figures held against goals. `python3 dev.py bench NAME|all` runs them; built like drills."""

"""Drills: what must hold when something breaks, tried for real. `python3 dev.py drill NAME|all` runs them.

A drill is a module here with `main(services) -> Iterator[Measure]` (see devtools/measures.py): it gets the running
private PostgreSQL and Redis (`services.redis.restart_empty()`), Django is set up on them, the database is migrated.
"""

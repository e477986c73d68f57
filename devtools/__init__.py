"""What `dev.py` does: environment, start-up, tests, checks. Standard library only, so that a bare Python can run it.

Nothing in the portal imports this package, and it imports nothing of the portal.
"""

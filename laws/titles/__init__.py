"""The titles desk: translated titles that nobody has reviewed, shared out and read one by one.

titles     which titles wait, and how one is read from and written to its law
queue      what waits, main markets and most used first
actions    share out, confirm or correct, give back
"""

"""Typical cases: their pages, and the desk on which two hands enter and correct them (docs/judgments.md).

access     public cases and the doors to the desk
actions    propose, accept, reject, take back
columns    a case in words: labels, values, what differs
"""

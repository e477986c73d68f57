"""Loads reference files into tables, again and again, without undoing what people have corrected.

An app describes its files in `<app>/seeds.py`: `FOLDER`, `TABLES` in load order and, if it likes, `counts()`.
`manage.py seed` and `manage.py import_reference` load them. How to correct a row or add a file:
docs/reference-data.md.
"""

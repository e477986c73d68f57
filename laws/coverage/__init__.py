"""Honesty pages: what is held of each place and right, what is missing and how old it is.

counts     set-based numbers for each place and right; the pages, the CSV and the figures share them
gaps       what is missing, in words
markets    the main law of each main market and right
catalogue  the sources of the catalogue with their licences
"""

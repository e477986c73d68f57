"""Fetching law texts from their publishers.

visiting   manners: who we are, pace, conditional requests, how long to wait when told to
layouts    one small module a publisher's way of listing and packing texts
documents  what is remembered of each document, so that nothing is fetched or read twice
harvesting one run, in slices: list, fetch, import, remember where to go on
schedule   which sources are due
"""

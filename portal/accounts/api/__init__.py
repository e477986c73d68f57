"""Centres in the public API."""

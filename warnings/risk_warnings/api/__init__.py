"""Warnings in the public API: read only."""

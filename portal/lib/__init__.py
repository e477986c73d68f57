"""Shared ground that imports no app: clock, errors, publication workflow, event chain, page parts."""

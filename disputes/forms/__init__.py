"""Forms check what was typed; actions decide."""

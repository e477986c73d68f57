"""The library in the public API: jurisdictions, laws and treaties, read only."""

"""Pages of a case: for the enterprise and for the centre."""

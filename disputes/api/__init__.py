"""A person's own cases in the personal API: the enterprise's side, nothing of a centre's."""

"""Everything that changes people, memberships, claims and centres. One module per noun."""

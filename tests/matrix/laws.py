"""The library and the guides in the matrix."""

PUBLIC = {
    "jurisdictions": "the library is public",
    "jurisdiction": "the library is public",
    "law": "the library is public",
    "law_feed": "the library is public",
    "coverage": "the library is public",
    "coverage_csv": "the library is public",
    "coverage_markets": "the library is public",
    "coverage_markets_csv": "the library is public",
    "coverage_place": "the library is public",
    "coverage_sources": "the library is public",
    "treaties": "the library is public",
    "treaty": "the library is public",
    "search": "the library is public",
    "deadlines": "the calculator is public",
    "deadline_rules": "deadline rules are public",
    "deadline_rule": "deadline rules are public",
    "deadline_why": "deadline rules are public",
    "guides": "published guides are public",
    "guide": "published guides are public",
}

"""Cases in the matrix."""

PERSONAL = {
    "cases": "one's own cases; empty for a stranger",
    "case_new": "anybody may ask for help, before any enterprise is verified",
}

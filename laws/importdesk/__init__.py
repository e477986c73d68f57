"""The editors' desk for texts of laws: uploads, harvests, their progress and their reports."""

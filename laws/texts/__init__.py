"""Texts of laws as people read them: choosing one, showing a part of it, comparing, citing, verifying."""

"""The version of the privacy notice (`templates/accounts/privacy.html`). A changed text gets a new version."""

DOCUMENT = "privacy-notice"
VERSION = "2026-11-22"

"""The only places where the pool changes: records, standing, reviews, time, invitations, sheets, engagements."""

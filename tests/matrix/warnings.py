"""Risk warnings in the matrix."""

PUBLIC = {
    "warnings": "published warnings are public",
    "warning": "published warnings are public",
    "warning_feed": "published warnings are public",
    "unsubscribe": "the link of a mail; acting is a POST with the token",
}
PERSONAL = {
    "subscriptions": "one's own subscriptions",
    "subscription_new": "one's own subscriptions",
}

"""Pages that belong to no single app."""

PUBLIC = {
    "robots": "read by search engines",
    "sitemap": "read by search engines",
    "sitemap_section": "read by search engines",
    "emergency": "the emergency door is for everybody",
    "statistics": "figures of the network without personal data",
    "statistics_csv": "the same figures as a file",
    "mail_list": "answers in a demonstration and in debug only; 404 otherwise",
    "mail_detail": "answers in a demonstration and in debug only; 404 otherwise",
}

"""Pages of the ledger: the mailbox of a demonstration, webhooks, the duty roster."""

"""What may happen to a case: one function an act, one module a noun.

Every action names its actor (`by`), checks the act against `disputes.access.ACTS`, changes the case under guard
and writes exactly one event, all in one transaction; mails wait in the ledger for the commit.
A `version` given by a page that is no longer fresh raises Conflict and says who acted and when.
"""

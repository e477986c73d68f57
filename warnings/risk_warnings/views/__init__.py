"""Pages of warnings and subscriptions: they load through a door, call an action, and show the answer."""

"""Pages of people, enterprises and centres: they load through a door, call an action, and show the answer."""

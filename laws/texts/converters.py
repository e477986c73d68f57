"""What stands in the addresses of texts (Akoma Ntoso Naming Convention 1.0): `eng@2025-04-01` and `art_15bis`."""


class Expression:
    """Language and date of a text."""

    regex = "[A-Za-z]{3}@[0-9A-Za-z-]+(?:\\.[0-9]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class EId(Expression):
    """A provision of a text. Any spelling gets in: the page says what there is instead."""

    regex = "[^/]+"

"""A real SMTP server for tests: keeps what it takes and refuses whom it is told to."""

import asyncio
import email
import socket
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


@dataclass
class Keeper:
    """The server's manners. `at_rcpt` and `at_data` give the answer for an address; others are taken."""

    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    at_mail: str = ""
    seconds: float = 0.0  # how long it thinks about a mail
    mails: list[EmailMessage] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_mail:
            return self.at_mail
        envelope.mail_from = address
        return OK

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.at_rcpt:
            return self.at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        self.sessions.add(id(session))
        await asyncio.sleep(self.seconds)
        for address in envelope.rcpt_tos:
            if address in self.at_data:
                return self.at_data[address]
        content = envelope.content or b""
        message = email.message_from_bytes(content if isinstance(content, bytes) else content.encode())
        parsed = email.message_from_bytes(message.as_bytes(), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        return OK


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class SmtpServer:
    """Listens on a free loopback port between `start` and `stop`."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.keeper = Keeper()
        self.port = free_port()
        self.controller = Controller(self.keeper, hostname=self.host, port=self.port)

    @property
    def mails(self) -> list[EmailMessage]:
        return self.keeper.mails

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        """Harmless when it has stopped already."""
        if self.controller.server is not None:
            self.controller.stop()

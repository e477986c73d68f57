"""Writes each mail as one .eml file under DATA_DIR/mail: the default where no mail server is configured."""

import time
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
            part = settings.MAIL_DIR / f"{name}.part"
            part.write_bytes(message.message().as_bytes())
            part.rename(settings.MAIL_DIR / f"{name}.eml")
        return len(email_messages)

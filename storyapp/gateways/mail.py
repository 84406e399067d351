"""Sends letters by SMTP where a server is set; without one, letters wait on screen for a person to pass on."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One letter, ready to leave."""

    to: str
    subject: str
    text: str


class NoPost:
    """E-mail is switched off: everything works by links, codes and print (I5)."""

    is_on = False

    def send(self, mail: Mail) -> None:
        """Keep nothing: the letter stays in its row for the screen."""


class Smtp:
    """A mail server, given as smtp://user:password@host:port (smtps:// for TLS from the start)."""

    is_on = True

    def __init__(self, url: str, sender: str) -> None:
        self.parts = urlsplit(url)
        self.sender = sender

    def send(self, mail: Mail) -> None:
        """Send one letter; raises OSError or smtplib.SMTPException where the server refuses."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, mail.to, mail.subject
        message.set_content(mail.text)
        connect: Callable[..., smtplib.SMTP] = smtplib.SMTP_SSL if self.parts.scheme == "smtps" else smtplib.SMTP
        with connect(self.parts.hostname or "localhost", self.parts.port or 0, timeout=20) as server:
            if self.parts.username:
                if self.parts.scheme == "smtp":
                    server.starttls()
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(message)

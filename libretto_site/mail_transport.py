"""How mails leave this server: through a provider, by SMTP, or, where neither is set, into files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from libretto_site.env import SettingError

EXAMPLE: Final = "smtp://user:password@host:587?tls=true"
PORTS: Final = {"smtp": 587, "smtps": 465}
BOOLEANS: Final = {"true": True, "false": False}
TO_FILES: Final = "libretto_site.mail_files.MailFiles"
BY_SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class MailTransport:
    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    use_ssl: bool = False  # TLS from the first byte
    use_tls: bool = False  # STARTTLS


def mail_transport(*, backend: str | None, smtp_url: str | None) -> MailTransport:
    if backend and smtp_url:
        raise SettingError("LIBRETTO_EMAIL_BACKEND and LIBRETTO_SMTP_URL are both set. Keep one of them.")
    return _smtp(smtp_url) if smtp_url else MailTransport(backend or TO_FILES)


def _smtp(url: str) -> MailTransport:
    """No message of an error holds the URL: there is a password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
        query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _wrong("cannot be read") from None
    if problem := _problem(url, parts):
        raise _wrong(problem)
    is_implicit = parts.scheme == "smtps"
    return MailTransport(
        backend=BY_SMTP,
        host=parts.hostname or "",
        port=PORTS[parts.scheme] if port is None else port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=is_implicit,
        use_tls=_starttls(query, is_implicit=is_implicit),
    )


def _problem(url: str, parts: SplitResult) -> str:
    if parts.scheme not in PORTS:
        return "begins with neither smtp:// nor smtps://"
    if not parts.hostname or any(letter.isspace() for letter in url):
        return "names no host, or holds blanks"
    if parts.path not in ("", "/") or parts.fragment:
        return "has a path or a fragment. Write / and # in a password as %2F and %23"
    if bool(parts.username) != bool(parts.password):
        return "has a user or a password, but not both"
    return "has port 0" if parts.port == 0 else ""


def _starttls(query: dict[str, list[str]], *, is_implicit: bool) -> bool:
    if set(query) - {"tls"}:
        raise _wrong("has other parameters than tls")
    if "tls" not in query:
        return not is_implicit
    if is_implicit:
        raise _wrong("says tls= beside smtps://, which is always TLS")
    if len(query["tls"]) != 1 or query["tls"][0] not in BOOLEANS:
        raise _wrong("has tls= with something else than true or false")
    return BOOLEANS[query["tls"][0]]


def _wrong(why: str) -> SettingError:
    return SettingError(f"LIBRETTO_SMTP_URL {why}. Use {EXAMPLE}.")

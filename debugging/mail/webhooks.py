"""Where the mail provider reports bounces: /anymail/<provider>/tracking/, behind the secret that both sides know."""

from __future__ import annotations

from anymail.signals import tracking
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from debugging.mail.bounces import note_event

tracking.connect(note_event, dispatch_uid="debugging.mail")


def routes() -> list[URLPattern | URLResolver]:
    """None without a secret: then anybody could have our mails stopped."""
    return [path("anymail/", include("anymail.urls"))] if settings.ANYMAIL.get("WEBHOOK_SECRET") else []

"""The first team, its admin and its API key. Made once; later starts find them."""

from __future__ import annotations

import os
import secrets

from libretto_site.installation.layout import Layout, read

TEAM = "First team"
EMAIL = "admin@example.com"


def ensure(layout: Layout) -> dict[str, str]:
    """`team`, `email`, `password`, `api_key`, valid now. What up.json still knows stays as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libretto_site.settings")
    import django  # noqa: PLC0415 (needs the database's address, known only now)

    django.setup()
    return _ensure(read(layout.up_file))


def _ensure(known: dict[str, str]) -> dict[str, str]:
    from accounts.models import ApiKey, Membership, Team, User  # noqa: PLC0415
    from accounts.services import create_team  # noqa: PLC0415

    email = (known.get("email") or os.environ.get("LIBRETTO_ADMIN_EMAIL", EMAIL)).strip().lower()  # as it is stored
    password = known.get("password") or os.environ.get("LIBRETTO_ADMIN_PASSWORD") or secrets.token_urlsafe(12)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = create_team(name=TEAM, owner_email=email, password=password, staff=True).owner
    elif not known.get("password"):  # up.json is gone: the old password cannot be read back
        user.set_password(password)
        user.save(update_fields=["password"])
    team = Team.objects.get(pk=Membership.objects.filter(user=user).order_by("id").values_list("team", flat=True)[0])
    api_key = known.get("api_key", "")
    if not api_key or ApiKey.objects.matching(api_key) is None:
        api_key = ApiKey.objects.issue(team=team, name="bin/up", created_by=user)[1]
    return {"api_key": api_key, "email": email, "password": password, "team": team.name}

"""What a team's admins decide of repairs in general: whether a verified one is published by itself."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import Access, page
from debugging.mail.choosing import change_settings
from debugging.repair.models import RepairPolicy


class PolicyForm(forms.Form):
    repair_policy = forms.ChoiceField(choices=RepairPolicy.choices)


@require_POST
@page(access.page_admin)
def repair_policy(request: HttpRequest, access: Access) -> HttpResponse:
    form = PolicyForm(request.POST)
    if form.is_valid():
        change_settings(access=access, request=request, fields=form.cleaned_data, action="repair_policy.changed")
        messages.success(request, "Saved.")
    else:
        messages.error(request, "Choose one of the ways to treat a verified repair.")
    return redirect("notifications")

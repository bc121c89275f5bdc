from __future__ import annotations

from django import forms

PASSWORD_LENGTH_MOST = 4096  # hashing takes time that grows with it


class SignInForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "class": "input"}),
    )
    password = forms.CharField(
        max_length=PASSWORD_LENGTH_MOST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input"}),
    )

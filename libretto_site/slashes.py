"""Accepts `//v1/...`: clients build URLs by concatenation, and a base URL may end in a slash."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class SingleSlashes:
    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "//" in request.path_info:
            request.path_info = re.sub("/{2,}", "/", request.path_info)
            request.path = re.sub("/{2,}", "/", request.path)
        return self.get_response(request)

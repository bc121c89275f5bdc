"""The table of contents of the site."""

from django.urls import URLPattern, URLResolver, path

from logs import api as logs_api

# /v1/logs/
logs = [
    path("v1/logs/list", logs_api.list_logs),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *logs,
]

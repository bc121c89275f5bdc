from django.apps import AppConfig


class DebuggingConfig(AppConfig):
    name = "debugging"

from django.apps import AppConfig


class LibrettoSiteConfig(AppConfig):
    name = "libretto_site"

    def ready(self) -> None:
        # Makes our Celery app the current one, so that every `shared_task` finds its broker.
        from libretto_site import celery  # noqa: F401, PLC0415

from django.apps import AppConfig


class DeploymentsConfig(AppConfig):
    name = "deployments"

    def ready(self) -> None:
        from deployments.encryption import check_keys  # noqa: PLC0415  # reads settings

        check_keys()

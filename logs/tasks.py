from celery import shared_task

from logs import services


@shared_task
def maintain_partitions() -> None:
    services.maintain_partitions()

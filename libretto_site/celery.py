"""Celery: queue `browser` for runs, `builds` for builds, which may take many minutes, `reports` for what is said of
failed runs, where mail servers and models are waited for, `default` for all that is short: a sweep must never wait
behind a slow build. Broker: docs/decisions/broker.md."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libretto_site.settings")


def broker() -> dict[str, Any]:
    if settings.BROKER_URL:
        return {"broker_url": settings.BROKER_URL}
    parts = conninfo_to_dict(settings.DATABASE_URL or "")
    # The transport keeps only host, port, name, user and password; libpq reads the rest from here.
    if sslmode := parts.get("sslmode"):
        os.environ.setdefault("PGSSLMODE", str(sslmode))
    kept = {name: parts[name] for name in ("host", "port", "dbname", "user", "password") if parts.get(name)}
    return {
        "broker_url": "pgmq://database",  # the name is for the logs; conn_string says where
        "broker_transport_options": {
            "conn_string": make_conninfo("", **kept),
            "init_extension": False,  # the schema comes by a migration, without a server extension
            "use_notify": True,
            "notify_throttle_interval_ms": 10,
            "wait_time_seconds": 0,
            "polling_interval": 1,
            "pool_size": 4,
            "pool_timeout": 5,
        },
    }


app = Celery("libretto")
app.conf.update(
    **broker(),
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_ignore_result=True,
    task_default_queue="default",
    task_routes={
        "jobs.tasks.run_job": {"queue": "browser"},
        "deployments.tasks.build_deployment": {"queue": "builds"},
        "debugging.tasks.*": {"queue": "reports"},
    },
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    beat_schedule={
        "jobs-sweep": {"task": "jobs.tasks.sweep", "schedule": settings.SWEEP_SECONDS},
        "deployments-sweep": {"task": "deployments.tasks.sweep", "schedule": settings.SWEEP_SECONDS},
        "debugging-sweep": {"task": "debugging.tasks.sweep", "schedule": settings.SWEEP_SECONDS},
        "debugging-digests": {"task": "debugging.tasks.send_digests", "schedule": 600},
        "debugging-retention": {"task": "debugging.tasks.forget_old", "schedule": 600},
        "recordings-sweep": {"task": "recordings.tasks.sweep", "schedule": settings.SWEEP_SECONDS},
        "recordings-retention": {"task": "recordings.tasks.remove_old", "schedule": 60},
        "audit-retention": {"task": "accounts.tasks.forget_old_audit_events", "schedule": 3600},
        "logs-partitions": {"task": "logs.tasks.maintain_partitions", "schedule": 3600},
    },
)
app.autodiscover_tasks()

"""Requests by which a site watches its visitors. They change nothing that anybody would miss or get twice."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

# And every host below them.
_HOSTS: Final = frozenset(
    (
        *("google-analytics.com", "analytics.google.com", "googletagmanager.com", "doubleclick.net", "bat.bing.com"),
        *("googleadservices.com", "googlesyndication.com", "clarity.ms", "hotjar.com", "hotjar.io", "segment.io"),
        *("segment.com", "mixpanel.com", "amplitude.com", "heapanalytics.com", "fullstory.com", "mouseflow.com"),
        *("plausible.io", "matomo.cloud", "posthog.com", "pendo.io", "cloudflareinsights.com", "nr-data.net"),
        *("browser-intake-datadoghq.com", "browser-intake-datadoghq.eu", "sentry.io", "bugsnag.com", "rollbar.com"),
        *("logrocket.io", "lr-ingest.io", "quantserve.com", "scorecardresearch.com", "chartbeat.net", "parsely.com"),
        *("omtrdc.net", "demdex.net", "tealiumiq.com", "go-mpulse.net", "akstat.io", "stats.wp.com", "criteo.com"),
        *("ads.linkedin.com", "analytics.tiktok.com", "tr.snapchat.com", "ct.pinterest.com", "mc.yandex.ru"),
        *("vitals.vercel-insights.com", "va.vercel-scripts.com", "logx.optimizely.com", "live.dynatrace.com"),
    )
)
# Parts of a path that mean nothing else, on whichever host.
_PARTS: Final = frozenset(
    {
        *("telemetry", "analytics", "beacon", "rum", "csp-report", "csp_report", "web-vitals", "webvitals", "pageview"),
        *("pageviews", "matomo.php", "piwik.php"),
    }
)
# Those that mean it in a request that a page sends without waiting for an answer.
_PARTS_OF_PINGS: Final = frozenset(
    {*("collect", "track", "tracking", "events", "event", "log", "logs", "metrics", "ping", "heartbeat", "stats")}
)
# What browsers send by themselves.
_OWN_TYPES: Final = frozenset({"preflight", "cspviolationreport"})


def is_telemetry(url: str, resource_type: str) -> bool:
    if resource_type in _OWN_TYPES:
        return True
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if any(host == known or host.endswith(f".{known}") for known in _HOSTS):
        return True
    if host.removeprefix("www.") == "facebook.com" and parts.path.rstrip("/") == "/tr":
        return True
    names = frozenset(parts.path.lower().strip("/").split("/"))
    return bool(names & _PARTS) or (resource_type == "ping" and bool(names & _PARTS_OF_PINGS))

"""A browser's own long name of itself, as a person would say it."""

from __future__ import annotations

# The first that is found: newer browsers call themselves all that the older ones are called.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
SHOWN = 40


def browser_name(user_agent: str) -> str:
    """'Chrome on Linux'; the beginning of what it says, for bots and what we do not know."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} on {system}" if browser and system and "bot" not in user_agent.lower() else user_agent[:SHOWN]

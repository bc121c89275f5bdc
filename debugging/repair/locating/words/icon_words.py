"""What one set of icons calls otherwise than another: Font Awesome 4 to 6, Glyphicons, Bootstrap, Material, Tabler."""

from __future__ import annotations

from typing import Final

_ICONS: Final = (
    "pencil pen edit",
    "gear gears cog cogs settings",
    "times xmark x close cross",
    "search magnify magnifier magnifying loupe",
    "envelope mail email",
    "home house",
    "trash bin delete",
    "refresh sync rotate repeat clockwise reload",
    "minus dash",
    "bars hamburger",
    "user person account",
    "users people",
    "chevron angle caret",
    "comments comment chat",
    "bell notifications",
    "star grade favorite",
    "eye visibility view",
    "save floppy disk",
    "calendar event",
    "clock time schedule",
    "paperclip attach attachment",
    "print printer",
    "filter funnel",
    "expand fullscreen maximize maximise",
    "ellipsis dots more",
    "phone telephone call",
    "tachometer speedometer gauge",
    "folder directory",
    "marker pin geo location",
    "question help",
)
SAME_ICON: Final = {word: names.split()[0] for names in _ICONS for word in names.split()}

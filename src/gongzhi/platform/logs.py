"""Logging without personal data: telephone and identity numbers are masked before output.

What the database says of a row that it refuses (DETAIL, CONTEXT) repeats the row, so it is left out.
"""

import logging
import re

_PATTERNS = (
    (re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)"), r"\1****\2"),
    (re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)"), r"\1********\2"),
    (re.compile(r"(?i)\b(password|passwd|secret|token|api[_-]?key|code)=[^\s&\"']+"), r"\1=***"),
    (
        re.compile(r"(?s)\b(DETAIL|CONTEXT):  .*?(?=\n\n(?:The above|During handling)|\Z)"),
        r"\1:  ***",
    ),
    (re.compile(r"(postgres(?:ql)?://[^:/\s]+):[^@\s]+@"), r"\1:***@"),
)


def redact(text: str) -> str:
    """Mask mobile numbers, identity numbers, passwords and codes in a line of log."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats as usual, then masks; tracebacks are masked too."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def logging_config(level: str) -> dict[str, object]:
    """A LOGGING setting that writes to stderr only."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "gongzhi.platform.logs.RedactingFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING"},
            # At DEBUG it prints what a page was made of, people's names among it.
            "django.template": {"level": "INFO"},
        },
    }

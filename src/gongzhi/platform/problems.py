"""The one error of the platform: a sentence for the person at the keyboard."""


class PlatformError(Exception):
    """Something the operator can understand and mend.

    The message is one full sentence. Commands print it to stderr without a traceback and
    leave with exit code 1.
    """

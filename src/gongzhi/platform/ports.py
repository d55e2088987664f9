"""Is an address free to listen on?"""

import errno
import socket

from gongzhi.platform.problems import PlatformError


def check_port(host: str, port: int) -> None:
    """Raise PlatformError with one sentence when nobody could listen on host:port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            raise PlatformError(f"The host name {host} is not known on this machine.") from error
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: "is in use by another program; choose another with --port",
                errno.EACCES: "may not be used by this user; choose one above 1023 with --port",
                errno.EADDRNOTAVAIL: "cannot be used: this machine does not have that address",
            }
            reason = reasons.get(error.errno or 0, f"cannot be used: {error.strerror}")
            raise PlatformError(f"Port {port} of {host} {reason}.") from error

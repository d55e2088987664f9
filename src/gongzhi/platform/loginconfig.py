"""Reading the settings of logging in from the environment. No Django here: settings import it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from gongzhi.platform.problems import PlatformError


def names_of(text: str) -> frozenset[str]:
    """`all`, or a comma-separated list; `none` and an empty text are nobody."""
    names = frozenset(part.strip() for part in text.split(",") if part.strip())
    return names - {"none"}


@dataclass(frozen=True)
class OidcConfig:
    """An OpenID Connect service; `issuer` is empty when there is none. repr shows no secret."""

    issuer: str = ""
    client_id: str = ""
    secret: str = field(default="", repr=False)
    name: str = ""
    claim: str = "preferred_username"
    match: str = "username"
    create: bool = False
    trusted: bool = False


def oidc_config(environ: Mapping[str, str]) -> OidcConfig:
    """From GONGZHI_OIDC_*. PlatformError, one sentence, for what cannot work or is not safe."""
    issuer = environ.get("GONGZHI_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return OidcConfig()
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise PlatformError(
            f"GONGZHI_OIDC_ISSUER must be an https address, not {issuer}: whoever stands between "
            "could log in as anybody."
        )
    client_id = environ.get("GONGZHI_OIDC_CLIENT", "")
    if not client_id:
        raise PlatformError("GONGZHI_OIDC_CLIENT is missing: the client id at the login service.")
    match = environ.get("GONGZHI_OIDC_MATCH", "username")
    if match not in {"username", "employee_number"}:
        raise PlatformError("GONGZHI_OIDC_MATCH is username or employee_number.")
    return OidcConfig(
        issuer=issuer,
        client_id=client_id,
        secret=_secret(environ.get("GONGZHI_OIDC_SECRET_FILE", "")),
        name=environ.get("GONGZHI_OIDC_NAME", ""),
        claim=environ.get("GONGZHI_OIDC_CLAIM") or "preferred_username",
        match=match,
        create=environ.get("GONGZHI_OIDC_CREATE") == "1",
        trusted=environ.get("GONGZHI_OIDC_TRUSTED") == "1",
    )


def _secret(path: str) -> str:
    """The client's secret; a public client (PKCE alone) has none."""
    if not path:
        return ""
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip()
    except OSError as error:
        raise PlatformError(
            f"GONGZHI_OIDC_SECRET_FILE cannot be read: {path}: {error.strerror}."
        ) from error

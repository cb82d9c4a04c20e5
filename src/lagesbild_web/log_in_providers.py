"""The municipality's own log-ins (OIDC and SAML), read from ``inloggning.toml`` in the data directory.

The file is described in docs/sv/drift.md. Nothing here asks anything of another host.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

PROVIDERS_FILE: Final = "inloggning.toml"


@dataclass(frozen=True, slots=True)
class Provider:
    """A log-in elsewhere that this service trusts, for addresses in its domains only."""

    kind: str
    """``oidc`` or ``saml``."""
    id: str
    name: str
    """What its button says."""
    domains: tuple[str, ...]
    """The e-mail domains that it may vouch for, in lower case."""
    email: str
    full_name: str
    groups: str
    """The names of the claims (OIDC) or attributes (SAML) with address, name and groups."""
    origins: tuple[str, ...]
    """Where its log-in form may lead, for the pages' policy."""
    settings: Mapping[str, Any]
    """What allauth is told of it."""


class WrongProviderError(Exception):
    """The file with log-ins cannot be used as it is written."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"{path}: {fault}")


def read_providers(data_dir: Path) -> tuple[Provider, ...]:
    """Return the log-ins of the installation; none when there is no file.

    Raises
    ------
    WrongProviderError
        If something is missing or cannot be read; the sentence says what.
    """
    path = data_dir / PROVIDERS_FILE
    if not path.is_file():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongProviderError(path, f"filen går inte att läsa som TOML. {error}") from error
    found = [_oidc(path, part) for part in content.get("oidc", [])]
    found += [_saml(path, part, data_dir) for part in content.get("saml", [])]
    ids = [provider.id for provider in found]
    if len(set(ids)) < len(ids):
        raise WrongProviderError(path, "två inloggningar har samma id. Ge dem var sitt.")
    return tuple(found)


def for_allauth(providers: tuple[Provider, ...]) -> dict[str, Any]:
    """Return the setting SOCIALACCOUNT_PROVIDERS."""
    return {
        kind: {"APPS": [dict(provider.settings) for provider in providers if provider.kind == ours]}
        for kind, ours in (("openid_connect", "oidc"), ("saml", "saml"))
    }


def _oidc(path: Path, part: Mapping[str, Any]) -> Provider:
    issuer = _text(path, part, "issuer").rstrip("/")
    settings = {
        "provider_id": _text(path, part, "id"),
        "name": _text(path, part, "name"),
        "client_id": _text(path, part, "client_id"),
        "secret": _text(path, part, "client_secret"),
        "settings": {
            "server_url": f"{issuer}/.well-known/openid-configuration",
            "oauth_pkce_enabled": True,
        },
    }
    return _provider(path, part, "oidc", settings, where=issuer, claims=("email", "name", "groups"))


def _saml(path: Path, part: Mapping[str, Any], data_dir: Path) -> Provider:
    certificate = data_dir / _text(path, part, "certificate")
    if not certificate.is_file():
        raise WrongProviderError(path, f"certifikatet {certificate} finns inte. Lägg det i datakatalogen.")
    sso = _text(path, part, "sso_url")
    settings = {
        "provider_id": _text(path, part, "id"),
        "name": _text(path, part, "name"),
        "client_id": _text(path, part, "id"),
        "settings": {
            "attribute_mapping": {"email": part.get("email", _SAML_EMAIL)},
            "idp": {
                "entity_id": _text(path, part, "entity_id"),
                "sso_url": sso,
                "x509cert": certificate.read_text(encoding="ascii"),
            },
            "advanced": {
                "strict": True,
                "want_assertion_signed": True,
                "want_name_id": True,
                "allow_single_label_domains": True,  # a name inside the municipality has no dots
                "reject_idp_initiated_sso": True,
            },
        },
    }
    return _provider(path, part, "saml", settings, where=sso, claims=(_SAML_EMAIL, _SAML_NAME, _SAML_GROUPS))


_SAML_EMAIL: Final = "urn:oid:0.9.2342.19200300.100.1.3"
_SAML_NAME: Final = "urn:oid:2.16.840.1.113730.3.1.241"
_SAML_GROUPS: Final = "http://schemas.xmlsoap.org/claims/Group"


def _provider(
    path: Path,
    part: Mapping[str, Any],
    kind: str,
    settings: Mapping[str, Any],
    *,
    where: str,
    claims: tuple[str, str, str],
) -> Provider:
    domains = tuple(str(domain).strip().lower().lstrip("@") for domain in part.get("domains", []))
    if not domains:
        raise WrongProviderError(
            path,
            f"inloggningen {settings['provider_id']} saknar domains. "
            'Skriv vilka e-postdomäner den svarar för, till exempel ["kommunen.se"].',
        )
    parts = urlsplit(where)
    own = f"{parts.scheme}://{parts.netloc}"
    return Provider(
        kind=kind,
        id=str(settings["provider_id"]),
        name=str(settings["name"]),
        domains=domains,
        email=str(part.get("email", claims[0])),
        full_name=str(part.get("full_name", claims[1])),
        groups=str(part.get("groups", claims[2])),
        origins=(own, *(str(origin) for origin in part.get("origins", []))),
        settings=settings,
    )


def _text(path: Path, part: Mapping[str, Any], name: str) -> str:
    written = part.get(name)
    if not isinstance(written, str) or not written.strip():
        raise WrongProviderError(path, f"{name} saknas för en inloggning. Se docs/sv/drift.md.")
    return written.strip()

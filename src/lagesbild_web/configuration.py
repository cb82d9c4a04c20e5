"""Every setting of the web application, in one table: name, default and what it does.

A setting is read from the environment, or from the file ``lagesbild.env`` in the data directory.
The same table is printed in docs/sv/drift.md; a test compares the two.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import environ

SETTINGS_FILE: Final = "lagesbild.env"
SECRET_FILE: Final = "hemlig-nyckel"  # noqa: S105  # a file name


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the environment, its default as written there, and its meaning."""

    name: str
    default: str
    meaning: str


TABLE: Final = (
    Setting(
        "LAGESBILD_DATA_DIR", "./var", "Katalogen där databasen, filerna och den hemliga nyckeln ligger."
    ),
    Setting(
        "DATABASE_URL",
        "",
        "Tomt: SQLite i datakatalogen. Annars PostgreSQL: postgresql://användare:lösenord@värd:5432/databas.",
    ),
    Setting(
        "LAGESBILD_SECRET_KEY",
        "",
        "Nyckeln som skyddar inloggningar. Tomt: en nyckel skapas i datakatalogen första gången.",
    ),
    Setting(
        "LAGESBILD_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "De värdnamn som tjänsten svarar på, med komma emellan.",
    ),
    Setting(
        "LAGESBILD_HTTPS",
        "false",
        "true när tjänsten nås över https: kakor skickas bara krypterat och webbläsaren krypterar alltid.",
    ),
    Setting(
        "LAGESBILD_BEHIND_PROXY",
        "false",
        "true när en egen proxy står framför och sätter X-Forwarded-Proto och X-Forwarded-For. "
        "Annars bryr vi oss inte om dem.",
    ),
    Setting("LAGESBILD_SESSION_HOURS", "10", "Så många timmar gäller en inloggning."),
    Setting(
        "LAGESBILD_LOGIN_ATTEMPTS", "5", "Så många fel lösenord i rad stoppar nya försök från samma adress."
    ),
    Setting("LAGESBILD_LOGIN_PAUSE_MINUTES", "15", "Så många minuter varar stoppet."),
    Setting(
        "LAGESBILD_EMAIL_URL",
        "",
        "E-postservern: smtp+tls://användare:lösenord@värd:587. Tomt: breven sparas i post/ i datakatalogen.",
    ),
    Setting("LAGESBILD_EMAIL_FROM", "lagesbild@localhost", "Adressen som breven kommer från."),
    Setting(
        "LAGESBILD_ACCESSIBILITY_CONTACT",
        "",
        "Vart den vänder sig som hittar ett hinder: adress eller telefonnummer, på sidan Tillgänglighet.",
    ),
    Setting(
        "LAGESBILD_API_CALLS_PER_MINUTE",
        "120",
        "Så många anrop per minut får en API-nyckel göra. Alla processer som delar datamapp räknar "
        "tillsammans, i mappen `api-anrop`.",
    ),
    Setting(
        "LAGESBILD_FETCHING",
        "true",
        "false: tjänsten hämtar aldrig något från källor utanför kommunen, vad administratören än har valt.",
    ),
    Setting(
        "LAGESBILD_LOG_LEVEL", "INFO", "Hur mycket driftloggen skriver: DEBUG, INFO, WARNING eller ERROR."
    ),
)

_BY_NAME: Final = {setting.name: setting for setting in TABLE}


class Configuration:
    """The settings as they are now: the environment first, then the file, then the default."""

    def __init__(self) -> None:
        class Environment(environ.Env):  # type: ignore[misc]  # environ has no types
            ENVIRON = dict(os.environ)  # noqa: RUF012  # a copy: reading the file must not change the process

        self._environ = Environment()
        self.data_dir = Path(self.text("LAGESBILD_DATA_DIR")).expanduser().resolve()
        settings_file = self.data_dir / SETTINGS_FILE
        if settings_file.is_file():
            Environment.read_env(str(settings_file))

    def text(self, name: str) -> str:
        """Return the setting as it is written; an empty value means the default."""
        return str(self._environ.str(name, default="") or _BY_NAME[name].default)

    def words(self, name: str) -> list[str]:
        """Return a setting with commas as a list."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def number(self, name: str) -> int:
        """Return a whole number of at least 1, or stop with a sentence that says which setting is wrong."""
        written = self.text(name)
        if not written.isdigit() or int(written) < 1:
            raise WrongSettingError(name, written, "Skriv ett heltal, 1 eller mer.")
        return int(written)

    def flag(self, name: str) -> bool:
        """Return true or false, or stop with a sentence that says which setting is wrong."""
        written = self.text(name).lower()
        if written not in {"true", "false"}:
            raise WrongSettingError(name, written, "Skriv true eller false.")
        return written == "true"

    def make_data_dir(self) -> None:
        """Make the data directory if there is none, for its owner alone: the database lies in it."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)

    def secret_key(self) -> str:
        """Return the secret key; make one in the data directory the first time."""
        written = self.text("LAGESBILD_SECRET_KEY")
        if written:
            return written
        self.make_data_dir()
        path = self.data_dir / SECRET_FILE
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(64))
        return path.read_text(encoding="ascii")


class WrongSettingError(Exception):
    """A setting that cannot be used as it is written."""

    def __init__(self, name: str, written: str, advice: str) -> None:
        super().__init__(f"Inställningen {name}: ”{written}” går inte att använda. {advice}")


def _write_once(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all; the first writer wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""Settings from the environment: the only reader of it. An unsafe one keeps the app from starting."""

import ipaddress
import os
import secrets
import stat
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).parent.parent
PREFIX = "EXTRA_EYES_"
LEAST_KEY = 32


class UnsafeSettings(Exception):
    """The app may not start; one line per variable says what to change."""


class Settings(BaseSettings):
    """Everything that differs from one installation to another. `PORT` and `DATA` need no prefix.

    `data` is the folder that keeps everything; `base_url` is how the outside reaches the app, for links in
    QR codes and mails; `trusted_hosts` are the names it answers to (empty: any; behind https only its own
    unless more are given); `smtp_url` is who takes our mails (empty: they wait). Raises UnsafeSettings.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, populate_by_name=True, hide_input_in_errors=True
    )

    data: Path = Field(Path("data"), validation_alias=AliasChoices(f"{PREFIX}DATA", "DATA"))
    port: int = Field(8000, ge=1, le=65535, validation_alias=AliasChoices(f"{PREFIX}PORT", "PORT"))
    database_url: str = ""
    secret_key: SecretStr | None = None
    base_url: str = ""
    secure_cookies: bool = False
    trusted_hosts: Annotated[tuple[str, ...], NoDecode] = Field((), validate_default=True)
    checklists: Path = ROOT / "checklists"
    reports: Path = ROOT / "reports"
    smtp_url: SecretStr | None = None
    mail_from: str = ""

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise UnsafeSettings("\n".join(map(_line, error.errors()))) from None

    @field_validator("trusted_hosts", mode="before")
    @classmethod
    def _split(cls, written: object) -> object:
        names = written.split(",") if isinstance(written, str) else written
        return [name.strip() for name in names if name.strip()] if isinstance(names, list) else names

    @field_validator("trusted_hosts")
    @classmethod
    def _at_least_its_own(cls, names: tuple[str, ...], known: ValidationInfo) -> tuple[str, ...]:
        parts = urlsplit(known.data.get("base_url", ""))
        return names or ((parts.hostname,) if parts.scheme == "https" and parts.hostname else ())

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < LEAST_KEY:
            raise ValueError(f"must have at least {LEAST_KEY} characters, made by chance")
        return key

    @field_validator("base_url")
    @classmethod
    def _safe_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("must look like https://eyes.example.org")
        if parts.scheme == "http" and not is_near(parts.hostname or ""):
            raise ValueError("must begin with https:// outside this machine and its own network")
        return url.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is None or not url.get_secret_value():
            return None
        if not _names_a_mail_server(url.get_secret_value()):
            raise ValueError("must look like smtp://user:password@mail.example.org:587 or smtps://…:465")
        return url

    @model_validator(mode="after")
    def _letters_have_a_sender(self) -> "Settings":
        name, at, domain = self.mail_from.rpartition("@")
        is_address = name and at and domain and self.mail_from.isascii() and " " not in self.mail_from
        if (self.smtp_url or self.mail_from) and not (is_address and self.mail_from.isprintable()):
            raise ValueError(f"{PREFIX}MAIL_FROM: must be the address that mails come from")
        return self

    @model_validator(mode="after")
    def _fit_together(self) -> "Settings":
        if self.base_url.startswith("https://") and not self.secure_cookies:
            raise ValueError(f"{PREFIX}SECURE_COOKIES: must be true where {PREFIX}BASE_URL is https")
        if not self.is_embedded and self.secret_key is None:
            raise ValueError(f"{PREFIX}SECRET_KEY: must be given, the same for all machines on one database")
        return self

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a file of ours."""
        return self.database.startswith("sqlite:")

    @property
    def database(self) -> str:
        """The database's URL: the given one, else a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'extra-eyes.sqlite'}"

    @property
    def address(self) -> str:
        """How the outside reaches the app, without a slash at its end."""
        return self.base_url or f"http://localhost:{self.port}"

    def private_folder(self) -> Path:
        """The data folder, made if absent; from here on every new file is ours alone.

        Raises UnsafeSettings where the folder is open to others on this machine.
        """
        os.umask(0o077)
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(self.data.stat().st_mode) & 0o077:
            raise UnsafeSettings(f"{PREFIX}DATA: {self.data} is open to others; run `chmod 700 {self.data}`")
        return self.data

    def signing_key(self) -> str:
        """The key that signs cookies: the given one, else one made once and kept in the data folder."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        file = self.private_folder() / "secret-key"
        _write_once(file, secrets.token_urlsafe(48))
        return file.read_text()


def _write_once(file: Path, text: str) -> None:
    """Several processes may start at once: the first one's key is linked into place whole, and stays."""
    mine = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if file.exists():
        return
    mine.write_text(text)
    mine.chmod(0o600)
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def _names_a_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_near(host: str) -> bool:
    """Whether a host is this machine or in its own network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _line(error: Any) -> str:
    message = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return str(message)
    name = str(error["loc"][0])
    return f"{name if name.isupper() else PREFIX + name.upper()}: {message}"

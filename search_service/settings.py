"""Settings: one frozen record, read from the environment and a TOML file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from search_service.setting_types import (
    Address,
    Header,
    Hosts,
    IpAddress,
    Networks,
    Nodes,
    OptionalFile,
    Origins,
    Partners,
    SmtpUrl,
    Sources,
)

CONFIG_VARIABLE: Final = "SEARCH_SERVICE_CONFIG"
CONFIG_FILE: Final = Path("search-service.toml")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and what it takes."""


MEMORY: Final = 256
"""Megabytes that one process may have of its own. The program takes 90, its answers up to 32; the
rest is for tables of the archive's persons, and for the arrays of four requests at a time."""

LEAST_MEMORY: Final = 100
"""Megabytes below which there is nothing to let go of: the program alone takes 90."""

_SECRET: Final = frozenset({"smtp_url", "opensearch_password", "opensearch_urls"})
"""Settings whose values are told to nobody; an address may have a password in it."""


class Settings(BaseSettings):
    """How this service runs. README.md lists every setting with its meaning.

    A value comes from, first found: an argument, the environment (``SEARCH_SERVICE_`` and the
    name in capitals), the TOML file named by ``SEARCH_SERVICE_CONFIG`` or else
    ``search-service.toml`` in the working folder, the default here.
    """

    model_config = SettingsConfigDict(
        env_prefix="SEARCH_SERVICE_",
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
    )

    index_dir: Path = Path("index")
    engine: Literal["whoosh", "opensearch"] = "whoosh"
    opensearch_urls: Nodes = Field(default=("http://127.0.0.1:9200",), min_length=1, max_length=50)
    opensearch_prefix: str = Field(
        default="search-service", pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100
    )
    opensearch_user: str = ""
    opensearch_password: SecretStr = SecretStr("")
    opensearch_ca: OptionalFile = None
    opensearch_certificate: OptionalFile = None
    opensearch_key: OptionalFile = None
    opensearch_timeout: float = Field(default=10.0, ge=0.1, le=600)
    opensearch_shards: int = Field(default=3, ge=1, le=1024)
    opensearch_replicas: int = Field(default=1, ge=0, le=20)
    newsroom_dir: Path = Path("newsroom")
    store_file: Path = Path("store.sqlite")
    sources: Sources = ()
    keep_generations: int = Field(default=3, ge=1, le=100)
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    threads: int = Field(default=4, ge=1, le=64)
    memory_mb: int = Field(default=MEMORY, ge=LEAST_MEMORY, le=1_000_000)
    trusted_proxy: IpAddress = "127.0.0.1"
    api_rate_limit: int = Field(default=600, ge=0, le=1_000_000)
    allowed_hosts: Hosts = Field(default=(), max_length=20)
    metrics_from: Networks = Field(default=("127.0.0.0/8", "::1/128"), max_length=20)
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    site_name: str = Field(default="Kho báo", min_length=1, max_length=80)
    base_url: Address = ""
    page_size: int = Field(default=10, ge=1, le=100)
    related_limit: int = Field(default=5, ge=1, le=20)
    partners: Partners = {}
    staff_users: OptionalFile = None
    staff_header: Header = ""
    diary_days: int = Field(default=90, ge=0, le=3650)
    smtp_url: SmtpUrl = SecretStr("")
    mail_from: str = Field(default="", pattern=r"^([^\s@]+@[^\s@]+\.[^\s@]+)?$")
    picture_origins: Origins = Field(default=(), max_length=20)

    @property
    def staff(self) -> bool:
        """Whether there are staff pages: someone could sign in."""
        return bool(self.staff_users or self.staff_header)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments, then the environment, then the TOML file."""
        return init_settings, env_settings, _toml_source(settings_cls)

    @classmethod
    def load(cls, **given: object) -> Settings:
        """Read the settings; *given* values that are not None win over everything else.

        Raises:
            SettingsError: a value has the wrong form, or the named TOML file is missing or bad.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
        except ValidationError as error:
            lines = [_explain(item) for item in error.errors(include_url=False)]
            raise SettingsError("; ".join(lines)) from None

    @classmethod
    def load_beside(cls, file: Path) -> Settings:
        """Read the settings of another archive: those of *file*, as if it were the settings file.

        But what it says wins over the environment, which names the archive that runs; what the
        environment alone has, as a password, holds for both.

        Raises:
            SettingsError: *file* cannot be read, or a value has the wrong form.
        """
        try:
            with file.open("rb") as opened:
                return _Beside.load(**tomllib.load(opened))
        except (OSError, ValueError) as error:
            if isinstance(error, SettingsError):
                raise SettingsError(f"{file}: {error}") from None
            raise SettingsError(f"the settings file {file} cannot be read: {error}") from None


class _Beside(Settings):
    """Settings that the settings file in effect has no part in."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments, then the environment."""
        return init_settings, env_settings


def settings_path() -> Path:
    """Return where the settings file is, or would be."""
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else CONFIG_FILE


def _toml_source(settings: type[BaseSettings]) -> TomlConfigSettingsSource:
    """Read the settings file, which need not be there unless CONFIG_VARIABLE names it."""
    named, file = os.environ.get(CONFIG_VARIABLE), settings_path()
    if named and not file.is_file():
        raise SettingsError(f"{CONFIG_VARIABLE} names {named}, which is not a file")
    try:
        return TomlConfigSettingsSource(settings, toml_file=file)
    except (OSError, ValueError) as error:
        raise SettingsError(f"the settings file {file} cannot be read: {error}") from None


def _explain(error: ErrorDetails) -> str:
    name = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"{name}: there is no such setting"
    told = error["msg"].removeprefix("Value error, ")
    if name.split(".")[0] in _SECRET:
        return f"setting {name}: {told}"
    return f"setting {name}: {told}, not {error['input']!r}"

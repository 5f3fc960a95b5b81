"""Settings: one frozen record, read from the environment and a TOML file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CONFIG_VARIABLE: Final = "SEARCH_SERVICE_CONFIG"
CONFIG_FILE: Final = Path("search-service.toml")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and what it takes."""


class Settings(BaseSettings):
    """How this service runs. README.md lists every setting with its meaning.

    A value comes from, first found: an argument, the environment (``SEARCH_SERVICE_`` and the
    name in capitals), the TOML file named by ``SEARCH_SERVICE_CONFIG`` or else
    ``search-service.toml`` in the working folder, the default here.
    """

    model_config = SettingsConfigDict(env_prefix="SEARCH_SERVICE_", frozen=True, extra="forbid")

    index_dir: Path = Path("index")
    keep_generations: int = Field(default=3, ge=1, le=100)
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    threads: int = Field(default=4, ge=1, le=64)
    site_name: str = Field(default="Kho báo", min_length=1, max_length=80)
    base_url: str = Field(default="", pattern=r"^(https?://[^/\s]+(/\S*[^/\s])?)?$")
    page_size: int = Field(default=10, ge=1, le=100)
    related_limit: int = Field(default=5, ge=1, le=20)

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
        named = os.environ.get(CONFIG_VARIABLE)
        if named and not Path(named).is_file():
            raise SettingsError(f"{CONFIG_VARIABLE} names {named}, which is not a file")
        toml = TomlConfigSettingsSource(settings_cls, toml_file=named or CONFIG_FILE)
        return init_settings, env_settings, toml

    @classmethod
    def load(cls, **given: object) -> Settings:
        """Read the settings; *given* values that are not None win over everything else.

        Raises:
            SettingsError: a value has the wrong form, or the named TOML file is missing or bad.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
        except ValidationError as error:
            lines = [
                f"{'.'.join(map(str, item['loc']))}: {item['msg']}"
                for item in error.errors(include_url=False)
            ]
            raise SettingsError("setting " + "; setting ".join(lines)) from None
        except ValueError as error:
            raise SettingsError(f"the settings file cannot be read: {error}") from None

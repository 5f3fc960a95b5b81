"""What settings take: each type says of a wrong value what to write instead."""

from __future__ import annotations

import json
import os
import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

MAX_PARTNERS: Final = 100
"""Most partners: their origins stand in a header, and proxies pass on heads of about 8 KB."""

MAX_NAME: Final = 80
"""Longest name of a site, in characters: it stands in a line of links."""

_ORIGIN: Final = re.compile(r"(https?)://([^\s/?#@:*]+\.?)(?::(\d{1,5}))?/?", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_USUAL_PORTS: Final = {"http": 80, "https": 443}


def origin(value: str) -> str:
    """Return an origin as browsers write it: lower case, an ASCII host, no usual port.

    Raises:
        ValueError: it is none; the message says what to write.
    """
    match = _ORIGIN.fullmatch(value.strip())
    try:
        host = match[2].lower().encode("idna").decode("ascii") if match else ""
    except UnicodeError:  # an empty label, or one of more than 63 characters
        host = ""
    if match is None or not _HOST.fullmatch(host) or int(match[3] or 1) not in range(1, 65536):
        raise ValueError(
            "write an origin, scheme and host without a path or a pattern, as https://bao.example"
        )
    scheme = match[1].lower()
    port = int(match[3] or _USUAL_PORTS[scheme])
    return f"{scheme}://{host}" + (f":{port}" if port != _USUAL_PORTS[scheme] else "")


def _table(value: object) -> object:
    """Let JSON stand for a table, as the environment has it."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except json.JSONDecodeError:
        raise ValueError('write JSON, as {"Báo Mẫu": "https://bao-mau.example"}') from None


Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
Partners = Annotated[
    dict[Name, Annotated[str, AfterValidator(origin)]],
    Field(max_length=MAX_PARTNERS),
    NoDecode,
    BeforeValidator(_table),
]
"""Sites by name; in the environment as JSON."""


def _address(value: str) -> str:
    """Take the address of a site with or without a slash at its end."""
    value = value.rstrip("/")
    if value and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
        raise ValueError("write the whole address, as https://bao.example/kho-bao")
    return value


Address = Annotated[str, AfterValidator(_address)]


def _ip_address(value: str) -> str:
    """Take the address of a machine, or nothing."""
    try:
        return str(ip_address(value)) if value else ""
    except ValueError:
        raise ValueError("write the address of a machine, as 127.0.0.1, or nothing") from None


IpAddress = Annotated[str, AfterValidator(_ip_address)]


def _header(value: str) -> str:
    """Take the name of a header, or nothing."""
    if value and not re.fullmatch(r"[A-Za-z0-9-]{1,80}", value):
        raise ValueError("write the name of a header, as X-Remote-User, or nothing")
    return value


Header = Annotated[str, AfterValidator(_header)]


def _smtp_url(value: SecretStr) -> SecretStr:
    """Take the address of a mail server, or nothing."""
    written = value.get_secret_value()
    if written and not re.fullmatch(r"smtps?://([^\s/@]+@)?[^\s/@:]+(:\d{1,5})?/?", written):
        raise ValueError("write smtp://host:port, or smtps://name:password@host:port")
    return value


SmtpUrl = Annotated[SecretStr, AfterValidator(_smtp_url)]


def _origins(value: object) -> object:
    """Let a text with spaces or commas between them stand for a list of origins."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


Origins = Annotated[
    tuple[Annotated[str, AfterValidator(origin)], ...], NoDecode, BeforeValidator(_origins)
]
"""Sites by scheme, host and port; in the environment with spaces between them."""


def _network(value: str) -> str:
    """Take the address of a machine or of a network."""
    try:
        return str(ip_network(value))
    except ValueError:
        raise ValueError("write an address or a network, as 10.1.2.3 or 10.1.0.0/16") from None


Networks = Annotated[
    tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_origins)
]
"""Machines by address or network; in the environment with spaces between them."""


def _host(value: str) -> str:
    """Take the name of a host, or of all below one with a point before it."""
    below, name = value.startswith("."), value.lower().removeprefix(".")
    if not re.fullmatch(r"\[[0-9a-f:.]+\]", name):  # the address of a machine, IPv6
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            name = ""
        if not _HOST.fullmatch(name):
            raise ValueError(
                "write a host without a port, as kho.bao.example, or .bao.example for all below it"
            )
    return f".{name}" if below else name


Hosts = Annotated[
    tuple[Annotated[str, AfterValidator(_host)], ...], NoDecode, BeforeValidator(_origins)
]
"""Names of hosts; in the environment with spaces between them."""


def _node(value: str) -> str:
    """Take the address of a node of a cluster."""
    value = value.rstrip("/")
    if not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", value):
        raise ValueError(
            "write the address of a node, as https://search-1.example:9200, without a name or "
            "password: opensearch_user and opensearch_password have these"
        )
    return value


Nodes = Annotated[
    tuple[Annotated[str, AfterValidator(_node)], ...], NoDecode, BeforeValidator(_origins)
]
"""Nodes of a cluster; in the environment with spaces between them."""

OptionalFile = Annotated[Path | None, BeforeValidator(lambda value: value or None)]
"""A file, or nothing."""


def _paths(value: object) -> object:
    """Let a text stand for several paths, with the system's sign between them, as in ``PATH``."""
    return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value


Sources = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_paths)]
"""Files and folders that are watched."""

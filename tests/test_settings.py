"""Where the settings come from, which wins, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from search_service.settings import Settings, SettingsError

FILE = Path("search-service.toml")  # every test runs in a folder of its own


def test_without_anything_given_the_defaults_hold() -> None:
    settings = Settings.load()
    assert (settings.index_dir, settings.port, settings.site_name) == (
        Path("index"),
        8080,
        "Kho báo",
    )


def test_a_variable_of_the_environment_is_read_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_PORT", "9000")
    monkeypatch.setenv("search_service_site_name", "Báo Lâm Giang")
    monkeypatch.setenv("SEARCH_SERVICE_INDEX_DIR", "/srv/index")
    settings = Settings.load()
    assert (settings.port, settings.site_name) == (9000, "Báo Lâm Giang")
    assert settings.index_dir == Path("/srv/index")


def test_the_settings_file_of_the_working_folder_is_read() -> None:
    FILE.write_text('port = 9000\nsite_name = "Báo Lâm Giang"\n', encoding="utf-8")
    assert (Settings.load().port, Settings.load().site_name) == (9000, "Báo Lâm Giang")


def test_a_file_named_by_the_environment_is_read_in_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    FILE.write_text("port = 9000\nthreads = 2\n")
    named = tmp_path / "other.toml"
    named.write_text("port = 9001\n")
    monkeypatch.setenv("SEARCH_SERVICE_CONFIG", str(named))
    assert (Settings.load().port, Settings.load().threads) == (9001, 4)


def test_an_argument_wins_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    FILE.write_text("port = 9000\nthreads = 2\npage_size = 20\n")
    monkeypatch.setenv("SEARCH_SERVICE_PORT", "9001")
    monkeypatch.setenv("SEARCH_SERVICE_THREADS", "3")
    settings = Settings.load(port=9002)
    assert (settings.port, settings.threads, settings.page_size) == (9002, 3, 20)


def test_an_argument_that_is_none_is_not_given() -> None:
    FILE.write_text("port = 9000\n")
    assert Settings.load(port=None).port == 9000


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings.load().port = 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("https://bao.example", "https://bao.example"),
        ("https://bao.example/", "https://bao.example"),
        (" http://bao.example:8080/kho-bao/ ", "http://bao.example:8080/kho-bao"),
    ],
)
def test_the_address_of_the_site_may_end_in_a_slash(given: str, kept: str) -> None:
    assert Settings.load(base_url=given).base_url == kept


@pytest.mark.parametrize("given", ["bao.example", "ftp://bao.example", "https://", "https://a b"])
def test_a_bad_address_is_refused_with_an_example_of_a_good_one(given: str) -> None:
    with pytest.raises(SettingsError, match=r"base_url: write the whole address, as https://"):
        Settings.load(base_url=given)


def test_a_bad_value_is_named_with_its_setting_and_what_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_PORT", "0")
    with pytest.raises(SettingsError) as error:
        Settings.load(page_size="many")
    message = str(error.value)
    assert "setting port: Input should be greater than or equal to 1, not '0'" in message
    assert "setting page_size: Input should be a valid integer" in message


@pytest.mark.parametrize("name", ["keep_generations", "threads", "page_size", "related_limit"])
def test_a_number_of_something_is_at_least_one_and_has_a_limit(name: str) -> None:
    for value in (0, 1_000):
        with pytest.raises(SettingsError, match=f"setting {name}: .* equal to"):
            Settings.load(**{name: value})


def test_a_blank_name_of_the_site_is_refused() -> None:
    with pytest.raises(SettingsError, match="site_name"):
        Settings.load(site_name="  ")


def test_a_misspelt_setting_in_the_file_is_refused_by_name() -> None:
    FILE.write_text("prot = 9000\n")
    with pytest.raises(SettingsError, match=r"^prot: there is no such setting$"):
        Settings.load()


def test_a_damaged_settings_file_is_named() -> None:
    for content in (b"port =", b'site_name = "B\xff"'):
        FILE.write_bytes(content)
        with pytest.raises(SettingsError, match=r"^the settings file search-service\.toml cannot"):
            Settings.load()


def test_a_settings_file_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_CONFIG", "gone.toml")
    expected = "^SEARCH_SERVICE_CONFIG names gone.toml, which is not a file$"
    with pytest.raises(SettingsError, match=expected):
        Settings.load()


@pytest.mark.parametrize("given", ["127.0.0.1", "::1", ""])
def test_the_trusted_proxy_is_the_address_of_a_machine_or_none(given: str) -> None:
    assert Settings.load(trusted_proxy=given).trusted_proxy == given


@pytest.mark.parametrize("given", ["nginx", "10.0.0.0/8", "*"])
def test_whom_to_trust_cannot_be_a_name_or_a_network(given: str) -> None:
    with pytest.raises(SettingsError, match="trusted_proxy: write the address of a machine"):
        Settings.load(trusted_proxy=given)


def test_partners_are_a_table_of_the_file_or_json_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    FILE.write_text('[partners]\n"Báo Mẫu" = "https://bao-mau.example"\n', encoding="utf-8")
    assert Settings.load().partners == {"Báo Mẫu": "https://bao-mau.example"}
    monkeypatch.setenv("SEARCH_SERVICE_PARTNERS", '{"Báo Bạn": "https://ban.example"}')
    assert Settings.load().partners["Báo Bạn"] == "https://ban.example"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Bao-Mau.example/", "https://bao-mau.example"),
        ("HTTPS://bao-mau.example:443", "https://bao-mau.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://báo.example", "https://xn--bo-mia.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(written: str, origin: str) -> None:
    assert Settings.load(partners={"Báo": written}).partners == {"Báo": origin}


@pytest.mark.parametrize(
    "written",
    ["bao.example", "https://bao.example/muc", "*", "https://*.bao.example", "ftp://bao.example",
     "https://ai@bao.example", "https://a.example; script-src *", "https://", "https://a..example",
     "https://bao.example:99999", "https://bao.example?x"],
)  # fmt: skip
def test_what_is_no_origin_is_refused_by_name(written: str) -> None:
    with pytest.raises(SettingsError, match=r"partners\.Báo: write an origin, .*bao\.example"):
        Settings.load(partners={"Báo": written})


def test_origins_of_pictures_stand_side_by_side_in_the_environment_and_as_a_list_in_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    FILE.write_text('picture_origins = ["https://anh.bao.example"]\n')
    assert Settings.load().picture_origins == ("https://anh.bao.example",)
    monkeypatch.setenv("SEARCH_SERVICE_PICTURE_ORIGINS", "https://A.example/, http://b.example:81")
    assert Settings.load().picture_origins == ("https://a.example", "http://b.example:81")
    monkeypatch.setenv("SEARCH_SERVICE_PICTURE_ORIGINS", "")
    assert Settings.load().picture_origins == ()


@pytest.mark.parametrize(
    "given",
    ["anh.bao.example", "https://*.bao.example", "https://bao.example/anh", "https://a;script-src",
     "https://a.example 'unsafe-inline'", "data:", "*", "https://.example"],
)  # fmt: skip
def test_what_would_widen_the_policy_of_a_page_is_no_origin(given: str) -> None:
    with pytest.raises(SettingsError, match=r"picture_origins.*write an origin"):
        Settings.load(picture_origins=given)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("allowed_hosts", "Kho.bao.example .bao.example", ("kho.bao.example", ".bao.example")),
        ("allowed_hosts", "[2001:db8::1]", ("[2001:db8::1]",)),
        ("allowed_hosts", "khobáo.example", ("khobáo.example".encode("idna").decode(),)),
        ("metrics_from", "10.1.2.3, 10.2.0.0/16", ("10.1.2.3/32", "10.2.0.0/16")),
    ],
)
def test_hosts_and_networks_may_stand_in_one_text(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: tuple[str, ...]
) -> None:
    monkeypatch.setenv(f"SEARCH_SERVICE_{name.upper()}", value)
    assert getattr(Settings.load(), name) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("allowed_hosts", "kho.bao.example:8080"),
        ("allowed_hosts", "https://kho.bao.example"),
        ("allowed_hosts", "*.bao.example"),
        ("metrics_from", "10.1.2.3/8"),
        ("metrics_from", "prometheus"),
        ("log_format", "xml"),
        ("log_level", "loud"),
    ],
)
def test_what_is_no_host_network_or_level_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"SEARCH_SERVICE_{name.upper()}", value)
    with pytest.raises(SettingsError, match=name):
        Settings.load()


def test_settings_beside_win_over_the_environment_and_know_nothing_of_the_file_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    FILE.write_text('port = 9000\nengine = "opensearch"\n')
    monkeypatch.setenv("SEARCH_SERVICE_INDEX_DIR", "here")
    monkeypatch.setenv("SEARCH_SERVICE_OPENSEARCH_PASSWORD", "kín")
    other = Path("other.toml")
    other.write_text('index_dir = "other"\nthreads = 3\n')
    settings = Settings.load_beside(other)
    assert (settings.index_dir, settings.threads) == (Path("other"), 3)
    assert (settings.engine, settings.port) == ("whoosh", 8080)
    assert settings.opensearch_password.get_secret_value() == "kín"


@pytest.mark.parametrize("text", ["port = 0", "there = 1", "port = "])
def test_a_bad_file_of_settings_beside_is_named(text: str) -> None:
    Path("other.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"other\.toml"):
        Settings.load_beside(Path("other.toml"))


def test_a_missing_file_of_settings_beside_is_named() -> None:
    with pytest.raises(SettingsError, match=r"other\.toml cannot be read"):
        Settings.load_beside(Path("other.toml"))

"""What a build frees stays with the process until the build has ended."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="other C libraries are left as they are"
)

MEASURED = """
import numpy as np
from search_service.engines.arrays.allocating import keep_freed, return_freed

def resident():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024

def made_and_freed():
    np.ones(25 << 20)  # 200 MB

before = resident()
{what}
print(resident() - before)
"""


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        ("made_and_freed()", -50, 50),
        ("keep_freed(); made_and_freed()", 190, 250),
        ("keep_freed(); made_and_freed(); return_freed()", -50, 50),
        ("keep_freed(); return_freed(); made_and_freed()", -50, 50),
    ],
    ids=["as the library does", "kept", "given back", "as the library does again"],
)
def test_freed_memory_is_kept_until_it_is_given_back(what: str, least: int, most: int) -> None:
    assert least <= _megabytes(what) <= most


def _megabytes(what: str) -> int:
    """Return what a process has more in memory after doing *what* than before."""
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED.format(what=what)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(ended.stdout)

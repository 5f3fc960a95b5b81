"""Processes that work for this one: none outlives it, and Ctrl-C is for this one alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from threading import Thread, current_thread, main_thread
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


@contextmanager
def processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give *workers* processes that end with this one, however it ends.

    A block that is left before its end, by an error or by Ctrl-C, ends them in the middle of what
    they do: it may be minutes of work that nobody waits for.
    """
    # Threads run here (progress, logging): forking a process with threads can deadlock it.
    context = multiprocessing.get_context("spawn")
    if sys.platform != "win32":
        # Python would start it for the first process, and let signals through again.
        resource_tracker.ensure_running()
    pool = _Pool(workers, mp_context=context, initializer=_end_with_parent)
    others = multiprocessing.active_children()
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """Processes that know nothing of Ctrl-C, which a terminal sends to all of a program's."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand over work, for which a process and a thread may be started."""
        with _undisturbed():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back until the block ends, and for ever from what is started in it.

    What was half started would be waited for without end. Holding it back is of one thread alone,
    and Python lets the main one answer for all; so its answer waits too.
    """
    if sys.platform == "win32" or current_thread() is not main_thread():
        yield
        return
    came = []
    answer = signal.signal(signal.SIGINT, lambda *_: came.append(True))
    held = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        signal.signal(signal.SIGINT, answer)
        if came:
            signal.raise_signal(signal.SIGINT)


def _end_with_parent() -> None:
    """End this process when the one it works for is killed; it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)

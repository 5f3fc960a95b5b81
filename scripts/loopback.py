"""Ports of this machine for servers that a script or a test starts."""

import socket


def reserved() -> socket.socket:
    """Return what keeps a port: only a server that sets SO_REUSEADDR can listen on it.

    Nobody else is given it, be it between two servers; while none listens, nobody is connected.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    return held

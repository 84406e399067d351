"""Answer requests: in this process, or in several that share one open port, with a worker beside them."""

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

import click
import waitress
from flask import Flask

from storyapp.data.db import leave_connections

THREADS = 8
A_CLASS_AT_ONCE: dict[str, Any] = {"connection_limit": 500, "asyncore_use_poll": True}  # waitress lets in 100 by itself
REST_AFTER_A_FALL = 1.0  # seconds, so that a server that cannot start does not keep the machine busy


def serve_with_worker(app: Flask, host: str, port: int, *, with_worker: bool, processes: int = 1) -> None:
    """Serve until stopped; the worker is a process of its own, so that the server never loads the language module."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the worker is told to stop as well
    helper = subprocess.Popen([sys.executable, "-m", "storyapp", "worker"]) if with_worker else None
    try:
        if processes == 1:
            answer(app, host=host, port=port)
        else:
            with open_port(host, port) as shared:
                share(app, shared, processes)
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait(timeout=20)


def answer(app: Flask, **where: Any) -> None:
    """Answer requests in this process until it is told to stop."""
    waitress.serve(app, threads=THREADS, ident=None, clear_untrusted_proxy_headers=True, **A_CLASS_AT_ONCE, **where)


def share(app: Flask, shared: socket.socket, processes: int) -> None:
    """Answer requests in as many processes as asked for until told to stop; one that falls is started again."""
    with app.app_context():
        leave_connections()  # a connection must never be used by two processes
    running = {_start(app, shared) for _ in range(processes)}
    try:
        while True:
            fallen, _ = os.wait()
            if fallen in running:
                time.sleep(REST_AFTER_A_FALL)
                running = running - {fallen} | {_start(app, shared)}
    finally:
        for process in running:
            os.kill(process, signal.SIGTERM)
        for process in running:
            os.waitpid(process, 0)


def _start(app: Flask, shared: socket.socket) -> int:
    """Start one more process that answers, and return its number; it knows nothing of the others."""
    process = os.fork()
    if process:
        return process
    try:
        answer(app, sockets=[shared])
    finally:
        os._exit(0)  # what the first process has to tidy up is not the business of this one


def open_port(host: str, port: int) -> socket.socket:
    """Return a socket bound to where requests come in; whoever serves listens to it."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    shared = socket.socket(family, socket.SOCK_STREAM)
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    shared.bind((host, port))
    return shared


def must_be_free(host: str, port: int) -> None:
    """End the command, before it has done anything, where somebody listens there already."""
    try:
        open_port(host, port).close()
    except OSError as error:
        raise click.ClickException(
            f"Port {port} is taken. Choose another: --port {port + 1} (make run PORT={port + 1})"
        ) from error


def must_be_possible(processes: int) -> None:
    """End the command where this system cannot share a port between processes."""
    if processes > 1 and not hasattr(os, "fork"):
        raise click.ClickException("Several processes need Linux or macOS. Leave out --processes here.")

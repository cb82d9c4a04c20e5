"""Make the database and the static files ready, and serve."""

import ipaddress
import multiprocessing
import socket

from django.conf import settings
from django.core.management import call_command

from lagesbild_web.faults import CommandFault


def prepare() -> None:
    """Bring the database to the version of the program, and collect the static files, before serving."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def serve(host: str, port: int) -> None:
    """Serve until interrupted, with one worker: SQLite has one writer, and a municipality needs no more.

    Raises
    ------
    CommandFault
        If the port is taken, or other computers would reach the service before it is set up for that.
    """
    check_host(host)
    check_port(host, port)
    # What serves is a fresh process. A forked one would inherit locks that are held by threads it does not
    # have: whatever has computed anything here has started such threads, and the first page would never come.
    multiprocessing.set_start_method("spawn", force=True)
    from granian.constants import Interfaces
    from granian.server import Server

    from lagesbild_web.base.worker import running_worker
    from lagesbild_web.imports.jobs import resume_interrupted
    from lagesbild_web.pictures.jobs import resume_interrupted as resume_pictures

    server = Server(
        "lagesbild_web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        log_enabled=False,
    )
    resume_interrupted()
    resume_pictures()
    with running_worker():
        server.serve()


def check_host(host: str) -> None:
    """Let other computers in only when somebody has said under which name they find the service.

    Raises
    ------
    CommandFault
        If the address is not this computer's own and no other name is allowed.
    """
    if _is_loopback(host):
        return
    outside = [name for name in settings.ALLOWED_HOSTS if name not in {"localhost", "127.0.0.1", "[::1]"}]
    if not outside:
        raise CommandFault(
            f"--host {host}: tjänsten skulle nås från andra datorer men vet inte vad den heter. "
            "Sätt LAGESBILD_ALLOWED_HOSTS till värdnamnet, till exempel lagesbild.kommunen.se."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_port(host: str, port: int) -> None:
    """See that nobody else listens there, before the server is started.

    Raises
    ------
    CommandFault
        If the port cannot be had.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandFault(
                f"Port {port} på {host} går inte att använda: den är upptagen eller kräver särskild "
                "behörighet. Välj en annan med --port."
            ) from error

"""A real HTTP server on this computer that replays recorded answers, and strange ones, in order."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Reply:
    """One answer; ``is_silent`` keeps the caller waiting, ``is_cut`` hangs up in the middle."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    is_cut: bool = False


@dataclass
class Service:
    """What is answered at each path (the last answer is repeated), and what has been asked."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def reply(self, path: str, *replies: Reply | bytes) -> None:
        """Say what a path answers, without its query."""
        self.replies[path] = [r if isinstance(r, Reply) else Reply(r) for r in replies]

    def next_for(self, path: str) -> Reply:
        """Take the next answer."""
        waiting = self.replies.get(path) or [Reply(b"finns inte", status=404)]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def replaying() -> Iterator[Service]:
    """Serve on a free port of this computer for as long as the block lasts."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            service.asked.append(unquote(self.path))
            service.agents.append(self.headers.get("User-Agent", ""))
            reply = service.next_for(unquote(urlsplit(self.path).path))
            if reply.is_silent:
                service.over.wait(timeout=30)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            length = len(reply.body) + (100 if reply.is_cut else 0)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = reply.is_cut

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

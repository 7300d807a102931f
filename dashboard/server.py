"""The process around the app: migrate, warm up, headers, health, and the sample team for an empty log."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import pkgutil
import re
import socket
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from google.protobuf.message import DecodeError
from sqlalchemy import Engine, select, text
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import access
from dashboard.log.engine import DatabaseProblem, engine, migrate, reading, writing
from dashboard.log.tables import ImportBatch

ROOT = Path(__file__).resolve().parents[1]
LOG = logging.getLogger(__name__)
SAMPLE_LOADER = "sample team"
# What of the sample is loaded last.
LAST_OF_SAMPLE = "opportunities"
HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            # Vega compiles its expressions, Streamlit's page has a script of its own in it, and hands the
            # note's script over as a blob: only a script that runs already can make one.
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss:",
            "worker-src 'self' blob:",
            "base-uri 'self'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
NO_PAGE = ROOT / "dashboard" / "assets" / "no-page.html"
# Everything but pages: our own and Streamlit's routes, its files, and what it looks for below a page.
NOT_A_PAGE = re.compile(r"(health|media/.*|component/.*|(.*/)?(_stcore/.*|static/.*|[^/]*\.[^/]*))$")
# What the first page needs; the views' own modules are scripts, which only a visit may run.
HEAVY = ("altair", "pandas", "pyarrow.pandas_compat", "scipy.stats")
WARM = ("charts", "figures", "imports", "log", "views.shared")

_prepared = threading.Lock()
_is_prepared = False


def serve(port: int, empty: bool = False) -> int:
    """Serve the app until it is stopped and return the exit code; with `empty` an empty log stays so.

    Raises `DatabaseProblem` when the database cannot be used."""
    # Streamlit reads .streamlit/config.toml beside the script it was started with: wherever that is.
    sys.argv = [str(ROOT / "dashboard")]
    address = os.environ.get("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
    if taken := _why_not(port, address):
        print(taken, file=sys.stderr)
        return 1
    migrate(engine())
    if not empty and has_no_log(engine()):
        load_sample(engine(), say=lambda sentence: print(sentence, flush=True))
    build_app().run(config={"server.port": port, "server.address": address})
    return 0


def build_app() -> st.App:
    """The app with its own middleware and the route `/health`, for `serve` or any ASGI server."""
    return st.App(
        ROOT / "dashboard" / "app.py",
        lifespan=_lifespan,
        routes=[Route("/health", health)],
        middleware=[Middleware(Guard)],
    )


def prepare() -> None:
    """Bring the database up to date, import what the pages need and keep it out of garbage collection.

    Once per process, from whichever thread comes first; the others wait for it. After a
    `DatabaseProblem`, which it raises, the next call tries again."""
    global _is_prepared
    with _prepared:
        if _is_prepared:
            return
        migrate(engine())
        _warm_up()
        # A full collection after every run would otherwise walk all of these modules, for 40 to 90 ms.
        gc.collect()
        gc.freeze()
        _is_prepared = True


def has_no_log(database: Engine) -> bool:
    """Whether nothing was imported so far, or only a part of the sample team (its loading was stopped)."""
    with reading(database) as connection:
        loaded = connection.execute(select(ImportBatch.loaded_by, ImportBatch.kind)).all()
    stopped = {name for name, _ in loaded} == {SAMPLE_LOADER} and LAST_OF_SAMPLE not in {
        kind for _, kind in loaded
    }
    return not loaded or stopped


def load_sample(database: Engine, say: Callable[[str], None]) -> None:
    """Write the sample team, ending now, and load it as anybody's files are loaded; `say` gets a sentence
    on how far it is. Raises `DatabaseProblem` when the database has a log already, and `ImportProblem`."""
    from dashboard import sample
    from dashboard.imports.loading import load_files

    if not has_no_log(database):
        raise DatabaseProblem(
            "The database has a log already, and the sample team would mix with it; "
            "name an empty database in DATABASE_URL to look at the sample."
        )
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="sample-team-") as name:
        say("Writing half a year of the sample team's logs …")
        sample.write(Path(name), now.date(), now=now)
        load_files(
            database,
            sorted(Path(name).glob("*.csv")),
            loaded_by=SAMPLE_LOADER,
            on_report=lambda report: say(f"Loaded {report.new:,} rows of {report.file}."),
        )
    with writing(database) as connection:
        sample.keep_one_to_ones(connection, now.date())
    say("Wrote down what its managers agreed in past 1:1s.")


def health(_request: Request) -> Response:
    """Whether the database answers: 200 or 503, for a proxy or a monitor."""
    try:
        with reading(engine()) as connection:
            connection.execute(text("SELECT 1"))
    except Exception:
        LOG.exception("the database does not answer")
        return JSONResponse({"status": "the database does not answer"}, 503)
    return JSONResponse({"status": "ok"})


class Guard:
    """Middleware: security headers on every answer, Streamlit's metrics closed, a word for addresses that
    no view has, and no visitor can clear the caches that everybody shares."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] == "websocket":
            await self._app(scope, _without_clear_cache(receive), send)
        else:
            answer = _own_answer(scope) if scope["type"] == "http" else None
            await (answer or self._app)(scope, receive, _with_headers(send))


def _own_answer(scope: Scope) -> Response | None:
    """What the guard answers by itself; None for what Streamlit answers."""
    address = scope["path"].strip("/")
    home, *others = access.EVERY_VIEW
    if address.endswith("_stcore/metrics"):
        return Response(status_code=404)
    if address == home:
        # Streamlit serves the first view at the root only, and would say that this page was not found.
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(f"/?{query}" if query else "/")
    # Below a base path every address has a beginning that only Streamlit knows.
    if address in ("", *others) or NOT_A_PAGE.match(address) or st.get_option("server.baseUrlPath"):
        return None
    return FileResponse(NO_PAGE, status_code=404, headers={"Cache-Control": "no-cache"})


def _without_clear_cache(receive: Receive) -> Receive:
    """`receive`, less the message with which any visitor clears all caches."""

    async def filtered() -> Message:
        message = await receive()
        while message["type"] == "websocket.receive" and _clears_cache(message.get("bytes")):
            message = await receive()
        return message

    return filtered


def _clears_cache(frame: bytes | None) -> bool:
    try:
        return bool(frame) and BackMsg.FromString(frame).WhichOneof("type") == "clear_cache"
    except DecodeError:
        return False  # Streamlit itself refuses what is no message


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sent


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    prepare()
    yield


def _warm_up() -> None:
    for name in HEAVY:
        importlib.import_module(name)
    for part in WARM:
        package = importlib.import_module(f"dashboard.{part}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if not module.ispkg:
                importlib.import_module(module.name)


def _why_not(port: int, address: str) -> str | None:
    """Why the port cannot be served on, as one sentence; None when it can."""
    if not 0 < port < 65_536:
        return f"{port} is not a port; choose one between 1 and 65535."
    try:
        with socket.create_server((address, port)):
            return None
    except OSError as problem:
        why, other = os.strerror(problem.errno or 0), port + 1 if port < 65_535 else 8501
    return (
        f"Port {port} on {address} cannot be used ({why}); "
        f"choose another one: python -m dashboard run --port {other}"
    )

"""What the README says about the program is so: the rooms and their imports, the metrics, the commands."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from dashboard.__main__ import build_parser
from dashboard.exports import metrics_markdown

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_room_imports_what_it_must_not():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_readme_has_the_registry_s_table():
    table = README.split("<!-- metrics -->\n")[1].split("<!-- /metrics -->")[0]
    assert table == metrics_markdown(), "run scripts/readme-metrics"


def test_the_readme_names_every_command_and_every_room():
    commands = build_parser()._subparsers._group_actions[0].choices
    for command in commands:
        assert re.search(rf"^\| `{command}\b", README, re.MULTILINE), command
    for room in ("views", "charts", "figures", "log", "imports"):
        assert f"`dashboard/{room}`" in README


def test_streamlit_is_known_to_views_app_and_server_only():
    allowed = {"app.py", "server.py"}
    for path in (ROOT / "dashboard").rglob("*.py"):
        if path.name in allowed or "views" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", [])] + [
                getattr(node, "module", None) or ""
            ]
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                assert not any(name.split(".")[0] == "streamlit" for name in names), path

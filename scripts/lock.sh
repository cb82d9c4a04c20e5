#!/bin/sh
# Write the three lists of exact, hashed requirements. They hold no registry addresses, so they work
# with any mirror, and are universal: one file for every platform and Python version.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
lock() {
    .venv/bin/uv pip compile -q pyproject.toml -p .venv/bin/python --universal --generate-hashes \
        --no-header --no-emit-index-url --extra web "$@"
}
lock --group build -o requirements/run.txt
lock --group dev -o requirements/dev.txt
# With the versions of dev, so that one environment serves both.
lock --group dev --group bench -c requirements/dev.txt -o requirements/bench.txt
wc -l requirements/run.txt requirements/dev.txt requirements/bench.txt

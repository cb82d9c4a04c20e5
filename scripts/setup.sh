#!/bin/sh
# Make .venv hold exactly what requirements/<run|dev|bench>.txt says, and the project itself.
# Needs Python 3.11 or newer; on Debian and Ubuntu it installs python3-venv where that is missing and
# it may. Does nothing when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
list="requirements/${1:-run}.txt"

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Lägesbild behöver Python 3.11 eller nyare, men ingen sådan finns här."
    say "Installera den (Debian och Ubuntu: sudo apt install python3 python3-venv) och kör kommandot igen."
    exit 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "Installerar python3-venv …"
        if ! as_root apt-get install -y -qq python3-venv >/dev/null 2>&1 &&
            ! { as_root apt-get update -qq && as_root apt-get install -y -qq python3-venv; } >/dev/null 2>&1; then
            say "Python saknar modulen venv. Kör: sudo apt install python3-venv. Kör sedan kommandot igen."
            exit 1
        fi
    fi
    say "Skapar .venv med $("$python" --version) …"
    "$python" -m venv .venv
}

# uv installs in seconds what takes pip a minute; pip is the way out where uv cannot reach the registry.
install_list() {
    index=${PIP_INDEX_URL:-$(.venv/bin/pip config get global.index-url 2>/dev/null || true)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    export UV_PYTHON_DOWNLOADS=never
    if .venv/bin/pip install -q --disable-pip-version-check uv 2>.venv/pip.log &&
        .venv/bin/uv pip install -q -p .venv/bin/python --require-hashes -r "$list" 2>.venv/uv.log; then
        return
    fi
    say "Hämtar med pip i stället (det tar längre tid) …"
    .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r "$list"
}

[ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || make_venv

wanted=$(cat "$list" pyproject.toml | cksum)
stamp=".venv/.installed-${1:-run}"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

say "Installerar biblioteken i .venv (första gången laddas några hundra megabyte ner) …"
install_list
.venv/bin/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
printf '%s' "$wanted" > "$stamp"
say "Installationen är klar."

# Sourced by bin/up, bin/down and bin/test: where things are. Plain POSIX sh.
CHECKOUT=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)

LIBRETTO_HOME=${LIBRETTO_HOME:-$CHECKOUT/var}
mkdir -p "$LIBRETTO_HOME" || exit 1
LIBRETTO_HOME=$(CDPATH= cd -- "$LIBRETTO_HOME" && pwd)
cd "$CHECKOUT" || exit 1

# Everything that would otherwise land elsewhere (caches, bytecode, temporary files, browsers) goes there, too.
mkdir -p "$LIBRETTO_HOME/tmp" "$LIBRETTO_HOME/cache"
export LIBRETTO_HOME
export TMPDIR="$LIBRETTO_HOME/tmp"
export XDG_CACHE_HOME="$LIBRETTO_HOME/cache"
export PIP_CACHE_DIR="$LIBRETTO_HOME/cache/pip"
export PYTHONPYCACHEPREFIX="$LIBRETTO_HOME/cache/bytecode"
export PLAYWRIGHT_BROWSERS_PATH="${PLAYWRIGHT_BROWSERS_PATH:-$LIBRETTO_HOME/browsers}"
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH

VENV_PYTHON="$LIBRETTO_HOME/venv/bin/python"

find_python() {
    for candidate in "${LIBRETTO_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer was not found. Install it (Debian: apt-get install python3 python3-venv), or set LIBRETTO_PYTHON to its path." >&2
    return 1
}

# set_up server|dev: makes the environment, or leaves it as it is when nothing changed.
set_up() {
    python=$(find_python) || exit 1
    "$python" "$CHECKOUT/bin/setup.py" "$1" || exit 1
}

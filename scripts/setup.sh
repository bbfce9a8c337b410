#!/bin/sh
# Make the environment and install the locked dependencies: with uv where it is, else with pip.
# usage: scripts/setup.sh VENV run|dev
set -eu
venv=$1
lock=requirements/$2.lock

python=
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  if command -v "$candidate" >/dev/null 2>&1 &&
    "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
      2>/dev/null; then
    python=$candidate
    break
  fi
done

if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
  [ -x "$venv/bin/python" ] || uv venv --quiet --python "${python:->=3.11}" "$venv"
  uv pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"
  uv pip install --quiet --python "$venv/bin/python" --no-deps --editable .
  exit 0
fi

if [ -z "$python" ]; then
  echo "Newsloom needs Python 3.11 or newer (or uv, which brings its own)." >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian and Ubuntu keep these in a package of their own.
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      apt-get update -qq && apt-get install -y -qq "python$version-venv" >/dev/null
    else
      echo "Python's venv is missing: sudo apt-get install python$version-venv" >&2
      exit 1
    fi
  fi
  "$python" -m venv "$venv"
fi
"$venv/bin/python" -m pip install --quiet --require-hashes -r "$lock"
# The project itself has no hash; its build tool is in the development lock or fetched once.
"$venv/bin/python" -m pip install --quiet --no-deps --editable .

#!/bin/sh
# The end-to-end test wants Chromium. On Debian as root it is installed; elsewhere one line says how.
set -eu
for name in "${NEWSLOOM_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
# A browser that Playwright brought.
for folder in "$HOME/.cache/ms-playwright" "$HOME/Library/Caches/ms-playwright"; do
  ls -d "$folder"/chromium* >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the end-to-end test ..."
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1
  exit 0
fi
echo "The end-to-end test needs Chromium: install your system's package, or run" \
  "'.venv/bin/playwright install chromium'." >&2
exit 1

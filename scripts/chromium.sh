#!/bin/sh
# The browser tests drive a real Chromium. Where none is found, install Debian's; where that is not
# allowed, say what to do.
set -eu
for name in "${LAGESBILD_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
printf 'Installerar Chromium för webbläsartesterna …\n' >&2
run() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}
if run apt-get update -qq >/dev/null 2>&1 &&
    DEBIAN_FRONTEND=noninteractive run apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; then
    exit 0
fi
printf '%s\n' "Webbläsartesterna behöver Chromium, och den kunde inte installeras härifrån." \
    "Installera den (Debian: sudo apt install chromium) eller ange var den finns: LAGESBILD_CHROMIUM=/sökväg make test." >&2
exit 1

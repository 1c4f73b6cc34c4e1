#!/usr/bin/env bash
# The overview pages in a browser: `bash scripts/webblasare.sh`.
#
# Starts `finsam demo`, goes through the pages in headless Chromium at 320 and 1280 pixels, in both languages, without
# JavaScript, and looks at each with axe-core (which has to run in the page, so that look alone is with JavaScript). Fails
# at any violation of WCAG 2.1 A or AA, at a page that is wider than the window, and at anything fetched from elsewhere.
# Pictures of the pages are kept in target/webblasare/.
#
# Chromium and its driver are installed with apt, axe-core with npm into a cache folder (XDG_CACHE_HOME), where missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

target="${CARGO_TARGET_DIR:-$PWD/target}"
finsam="${FINSAM:-$target/debug/finsam}"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/finsam-webblasare"
pictures="$target/webblasare"
work="$(mktemp -d)"
demo=""
driver=""

cannot() { echo "The pages cannot be tried in a browser here: $1." >&2; exit 1; }

finish() {
  for process in $demo $driver; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
  { apt-get update -qq && apt-get install -y -qq chromium chromium-driver; } >"$work/apt.log" 2>&1 ||
    cannot "chromium and chromium-driver are not there and apt-get cannot install them"
fi
command -v node >/dev/null || cannot "there is no Node.js"
axe="$cache/node_modules/axe-core/axe.min.js"
if [[ ! -f "$axe" ]]; then
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$cache" axe-core@4 >"$work/npm.log" 2>&1 ||
    cannot "npm cannot fetch axe-core"
fi
[[ -x "$finsam" ]] || cargo build --locked --workspace --bin finsam

# Ports that nothing answers at.
read -r port driver_port < <(node -e '
  const net = require("net");
  const [a, b] = [net.createServer(), net.createServer()];
  a.listen(0, "127.0.0.1", () => b.listen(0, "127.0.0.1", () => {
    console.log(a.address().port, b.address().port);
    a.close(); b.close();
  }));')

"$finsam" demo --listen "127.0.0.1:$port" --data "$work/demo" >"$work/demo.log" 2>&1 &
demo=$!
for _ in $(seq 600); do
  kill -0 "$demo" 2>/dev/null || { cat "$work/demo.log"; cannot "the demo ended before it answered"; }
  if curl --silent --fail --output /dev/null "http://127.0.0.1:$port/readyz"; then break; fi
  sleep 0.2
done
chromedriver --port="$driver_port" >"$work/driver.log" 2>&1 &
driver=$!

mkdir -p "$pictures"
ADRESS="http://127.0.0.1:$port" DRIVER="http://127.0.0.1:$driver_port" AXE="$axe" BILDER="$pictures" \
  NYCKLAR="$work/demo/tokens" PROFIL="$work/profil" timeout 900 node scripts/webblasare/prova.mjs

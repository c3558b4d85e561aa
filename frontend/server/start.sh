#!/bin/sh
# The container's first program: tells nginx where the backend is, shares this release's files, becomes nginx.
set -eu
cd "$(dirname "$0")"
printf 'set $api "%s";\n' "$API_INTERNAL_URL" >/tmp/api.conf
if [ -n "${STATIC_FOLDER:-}" ]; then
  ./share-static.sh public/_astro "$STATIC_FOLDER" _astro
  # A release that runs for longer than files are kept still uses its own.
  while sleep 86400; do ./share-static.sh public/_astro "$STATIC_FOLDER" _astro || :; done &
fi
exec nginx -e stderr -c "$PWD/nginx.conf" -g 'daemon off;'

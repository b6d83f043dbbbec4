#!/bin/sh
# Writes lib/kedge.jsa from one short run of the distribution in $1, unless no jar is newer than it.
set -eu
home=$1
archive=$home/lib/kedge.jsa
if [ -f "$archive" ] && [ -z "$(find "$home/lib" -name '*.jar' -newer "$archive")" ]; then
  exit 0
fi
chmod +x "$home/bin/kedge"
rm -f "$archive"
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
KEDGE_WRITE_ARCHIVE=1 timeout -k 5 60 env KEDGE_JAVA_OPTS="-Dkedge.rehearsal=true" "$home/bin/kedge" server --data-dir "$data/node" \
  --listen-client-urls http://127.0.0.1:0 --advertise-client-urls http://127.0.0.1:0 >"$home/lib/kedge.jsa.log" 2>&1 ||
  echo "no class-data archive was written: see $home/lib/kedge.jsa.log" >&2

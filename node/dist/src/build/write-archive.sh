#!/bin/sh
# Writes lib/kedge.jsa, the class-data archive of the distribution in $1, from one short run; not when no jar is newer than it.
# Never fails the build: without the archive everything works, only starting takes longer.
set -eu
home=$1
archive=$home/lib/kedge.jsa
chmod +x "$home/bin/kedge"
if [ -s "$archive" ] && [ -z "$(find "$home/lib" -name '*.jar' -newer "$archive")" ] && [ ! "$home/bin/kedge" -nt "$archive" ]; then
  exit 0
fi
rm -f "$archive"
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
if ! KEDGE_WRITE_ARCHIVE=1 KEDGE_JAVA_OPTS="-Dkedge.rehearsal=true -Xlog:cds=error -Xlog:cds+dynamic=error" \
  "$home/bin/kedge" server --data-dir "$data/node" >"$data/log" 2>&1; then
  rm -f "$archive"
  echo "No class-data archive was written, so starting takes longer. The run said:" >&2
  tail -n 5 "$data/log" >&2
fi

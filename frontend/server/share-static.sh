#!/bin/sh
# share-static.sh OWN SHARED NAME: adds the files below OWN, whose names are hashes of their content, to SHARED/NAME,
# the folder of all releases, so that a tab opened on an earlier release still finds its scripts and styles. Marks them
# as used now, and removes from SHARED what no release has used for 30 days. A file is either complete or absent.
set -eu
own=$1 shared=$2 name=$3
mkdir -p "$shared/$name"
whole=$(mktemp -d "$shared/.unfinished.XXXXXX")
trap 'rm -rf "$whole"' EXIT
cp -R "$own/." "$whole"
# A link appears at once. It fails only where another release has made the same one meanwhile.
cp -Rln "$whole/." "$shared/$name" || :
(cd "$own" && find . -type f -print0) | (cd "$shared/$name" && xargs -0 -r touch -c)
find "$shared" -type f -mmin +43200 -delete || :

#!/bin/sh
# The official image runs the scripts of a folder first, then what it was told.
set -e
exec "$@"

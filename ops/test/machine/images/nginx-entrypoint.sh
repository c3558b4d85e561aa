#!/bin/sh
# The official image runs the scripts of a folder first, then the command it was given.
set -e
exec "$@"

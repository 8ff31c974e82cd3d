#!/bin/sh
# What a double click opens on macOS.
exec sh "$(dirname -- "$0")/start.sh" "$@"

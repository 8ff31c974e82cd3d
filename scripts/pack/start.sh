#!/bin/sh
# Starts Minato on this computer (Linux and macOS): with the Node.js beside it, or else an installed one of version 20 or newer.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# Double-clicked on Linux there may be no window to read in: open one.
if [ ! -t 1 ] && [ -z "$MINATO_IN_TERMINAL" ] && [ "$(uname -s)" = Linux ]; then
  export MINATO_IN_TERMINAL=1
  for terminal in x-terminal-emulator gnome-terminal konsole xfce4-terminal; do
    command -v "$terminal" >/dev/null 2>&1 || continue
    case $terminal in
      gnome-terminal) exec gnome-terminal -- sh "$here/start.sh" "$@" ;;
      xfce4-terminal) exec xfce4-terminal -x sh "$here/start.sh" "$@" ;;
      *) exec "$terminal" -e sh "$here/start.sh" "$@" ;;
    esac
  done
fi

node=node
if [ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] && [ -f "$here/node/linux-x64/node" ]; then
  node="$here/node/linux-x64/node"
  # A stick or an unpacking program may have dropped the right to run it.
  [ -x "$node" ] || chmod +x "$node" 2>/dev/null || node=node
fi
if ! "$node" -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; then
  cat "$here/server/no-node.txt"
  [ -t 0 ] && read -r _
  exit 1
fi
exec "$node" "$here/server/serve.js" "$@"

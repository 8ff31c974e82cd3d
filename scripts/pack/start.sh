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

runs() { "$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; }

node=node
carried="$here/node/linux-x64/node"
if [ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] && [ -f "$carried" ]; then
  # A stick or an unpacking program may have dropped the right to run it; some sticks never give it.
  [ -x "$carried" ] || chmod +x "$carried" 2>/dev/null
  if runs "$carried"; then node=$carried; fi
fi
if ! runs "$node"; then
  cat "$here/server/no-node.txt"
  [ -t 0 ] && read -r _
  exit 1
fi
# A window that was opened above closes with its program: what went wrong must be read first.
if [ -n "$MINATO_IN_TERMINAL" ] && [ -t 0 ]; then
  "$node" "$here/server/serve.js" "$@" || read -r _
  exit
fi
exec "$node" "$here/server/serve.js" "$@"

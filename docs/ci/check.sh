#!/bin/sh
# Proves a backend in any CI. BACKEND_COMMAND starts it, or is empty if something else does; BACKEND_URL is the callback
# URL, CHAT_APP_ID the SdkAppid, CHATCB_TOKEN the token for Sign if authentication is on. The exit status is that of
# chatcb check: 4 is a leak, 1 a finding, 5 that no denial was proved, 3 that nobody is there.
set -eu
if ! command -v chatcb >/dev/null; then # until a release is published, chatcb is built from its source
  git clone --depth 1 https://github.com/chatcb/chatcb .chatcb
  go build -C .chatcb -o "$PWD/.bin/" .
  PATH="$PWD/.bin:$PATH"
fi
set -- --report junit=chatcb.xml --report html=chatcb.html
[ -z "${BACKEND_COMMAND:-}" ] || set -- "$@" -- sh -c "$BACKEND_COMMAND"
# --require-denial: at least one denial must be proved to block. Leave it out while your backend denies nobody.
chatcb check "$BACKEND_URL" --app-id "$CHAT_APP_ID" --allow-http --wait 60s --require-denial "$@"

#!/bin/sh
# Proves a backend in any CI. BACKEND_URL is the callback URL, CHAT_APP_ID the SdkAppid, CHATCB_TOKEN the token for Sign
# if authentication is on. The exit status is that of chatcb check: 4 is a leak, 1 a finding, 3 nobody there.
set -eu
chatcb check "$BACKEND_URL" --app-id "$CHAT_APP_ID" --allow-http \
  --report junit=chatcb.xml --report html=chatcb.html

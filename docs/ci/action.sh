#!/usr/bin/env bash
# What action.yml and the component templates/check.yml run: chatcb check with their inputs, which come as variables of the
# environment.
set -euo pipefail
chatcb=${CHATCB:-$RUNNER_TEMP/chatcb}
args=(check "$URL" --app-id "$APP_ID" --allow-http --wait "$WAIT")
while IFS= read -r line; do
  [ -z "$line" ] || args+=(--expect "$line")
done <<<"${EXPECT:-}"
[ "${REQUIRE_DENIAL:-false}" != true ] || args+=(--require-denial)
args+=(--report "sarif=$SARIF" --report "junit=$JUNIT" --report "html=$HTML")
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || args+=(--report "markdown=$GITHUB_STEP_SUMMARY")
read -r -a more <<<"${ARGS:-}"
args+=("${more[@]}")
[ -z "${RUN:-}" ] || args+=(-- bash -c "$RUN")
exec "$chatcb" "${args[@]}"

#!/usr/bin/env bash
# Pins the images that files name by what their tags stand for now, and renews the pins:
#   deploy/pin.sh            # the files of this repository
#   deploy/pin.sh FILE…
# golang:1.26 becomes golang:1.26@sha256:…; the tag stays, for people. It asks the registry, so it needs a network and docker
# with buildx. DIGEST_OF names another command that prints the digest of an image, such as "crane digest".
set -euo pipefail
if [ $# -eq 0 ]; then
  cd "$(dirname "$0")/.."
  set -- deploy/Dockerfile docs/ci/gitlab.yml examples/compose.yaml
fi

digest_of() { # digest_of IMAGE
  if [ -n "${DIGEST_OF:-}" ]; then
    $DIGEST_OF "$1"
  else
    docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$1"
  fi
}

for file in "$@"; do
  # NAME:TAG behind FROM or image:, without an old digest. What has no tag is a stage, or nothing (scratch).
  images="$(sed -nE 's/^(FROM|[[:space:]]*image:)[[:space:]]+([A-Za-z0-9._\/-]+(:[0-9]+\/[A-Za-z0-9._\/-]+)?:[A-Za-z0-9._-]+)(@sha256:[0-9a-f]+)?([[:space:]].*)?$/\2/p' "$file" | sort -u)"
  for image in $images; do
    digest="$(digest_of "$image")"
    if ! printf '%s' "$digest" | grep -qxE 'sha256:[0-9a-f]{64}'; then
      echo "pin.sh: $image: wanted a digest, got \"$digest\"" >&2
      exit 1
    fi
    name="$(printf '%s' "$image" | sed 's/[.]/\\./g')"
    written="$(mktemp)"
    sed -E "s|^(FROM\|[[:space:]]*image:)([[:space:]]+)$name(@sha256:[0-9a-f]+)?([[:space:]]\|\$)|\1\2$image@$digest\4|" "$file" >"$written"
    cat "$written" >"$file"
    rm "$written"
    echo "$file: $image@$digest"
  done
done

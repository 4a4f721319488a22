#!/usr/bin/env bash
# Build the image and see that it serves the samples read-only, as a user that it has never heard of.
# Needs a Docker daemon. BUILD_OPTIONS: more options of `docker build`.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck disable=SC2086  # several options
docker build ${BUILD_OPTIONS:-} --tag khoan-check .
container=$(docker run --detach --read-only --tmpfs /tmp --cap-drop ALL --user 12345:12345 \
  --security-opt no-new-privileges:true --publish 127.0.0.1::8000 \
  khoan-check demo --host 0.0.0.0 --no-browser)
trap 'docker rm --force "$container" >/dev/null' EXIT

address=$(docker port "$container" 8000/tcp | head -n 1)
for _ in $(seq 60); do
  state=$(docker inspect --format '{{.State.Health.Status}}' "$container")
  [ "$state" = starting ] || break
  sleep 2
done
if [ "$state" != healthy ]; then
  docker logs "$container" >&2
  echo "The container is $state." >&2
  exit 1
fi
python3 - "http://$address/?q=thi+dua" <<'PYTHON'
import sys
from urllib.request import urlopen

assert b"<mark>" in urlopen(sys.argv[1], timeout=30).read(), "nothing was found"
PYTHON
echo "The image serves its samples: $(docker image inspect --format '{{.Size}}' khoan-check) bytes."

#!/usr/bin/env bash
# Runs fuzzers one after the other, each for so many seconds, from the corpora of this folder:
#   bash tests/fuzz/run.sh build/fuzz/bin 600 idx gz safetensors config metrics command_line
# New inputs and what broke a reader (crash-..., timeout-..., oom-...) go to build/fuzz/found/.
# To keep one as a test, copy it to corpus/<target>/found-<what it is>.
set -euo pipefail
bin=$1 seconds=$2
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# Files for readers of files; in memory, where there is such a folder.
scratch=$(mktemp -d -p "$([ -d /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$scratch"' EXIT
for target in "${@:3}"; do
  found=$bin/../found/$target
  mkdir -p "$found/corpus"
  dictionary=()
  if [ -e "$here/dictionary/$target" ]; then dictionary=("-dict=$here/dictionary/$target"); fi
  TMPDIR=$scratch "$bin/fuzz_$target" -max_total_time="$seconds" -timeout=10 -max_len=4096 \
    -rss_limit_mb=1024 -malloc_limit_mb=512 -print_final_stats=1 -artifact_prefix="$found/" \
    "${dictionary[@]}" "$found/corpus" "$here/corpus/$target" >"$found/log" 2>&1 ||
    echo "$target: failed"
  grep -E "^#[0-9]+.*(DONE|NEW)" "$found/log" | tail -1 | sed "s/^/$target: /"
  grep -E "^stat::(number|peak|slowest)" "$found/log" | sed "s/^/$target: /"
done

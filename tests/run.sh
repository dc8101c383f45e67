#!/usr/bin/env bash
# Sets up what is missing, builds everything and runs the tests.
# Arguments go on to ctest: bash tests/run.sh -R tape --verbose
# --preset, as the first of them, names another build: asan, tsan, arm (CMakePresets.json).
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=tutorials/tools/setup.sh
source "$root/tutorials/tools/setup.sh"

preset=release
if [ "${1:-}" = --preset ]; then
  preset=${2:?"a name is needed"}
  shift 2
fi

cd -- "$root"
gradus_setup
gradus_build "$preset" --target all
say "running the tests"
exec ctest --preset "$preset" "$@"

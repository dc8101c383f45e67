#!/usr/bin/env bash
# Sets up what is missing, builds everything and runs the tests.
# Arguments go on to ctest: bash tests/run.sh -R tape --verbose
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=tutorials/tools/setup.sh
source "$root/tutorials/tools/setup.sh"

cd -- "$root"
gradus_setup
gradus_build --target all
say "running the tests"
exec ctest --preset release "$@"

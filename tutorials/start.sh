#!/usr/bin/env bash
# Sets up what is missing, builds the programs of the chapters and `grade`, and makes the folder of
# exercises. To be run again after an update: files that are there stay as they are.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=tutorials/tools/setup.sh
source "$root/tutorials/tools/setup.sh"

cd -- "$root"
gradus_setup
gradus_build release --target course
say "making the exercises"
build/release/bin/grade start "$@"

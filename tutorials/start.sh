#!/usr/bin/env bash
# Sets up what is missing, builds the programs of the chapters and `grade`, and makes the folder of
# exercises. Chapter 1 comes first, so that nobody waits for the last. To be run again after an
# update: files that are there stay as they are.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=tutorials/tools/setup.sh
source "$root/tutorials/tools/setup.sh"

cd -- "$root"
gradus_setup
gradus_build release --target 01_derivative grade
say "making the exercises"
build/release/bin/grade start "$@"
say "chapter 1 is ready; read tutorials/01_derivative/chapter.md while the others are built"
cmake --build --preset release --target course
say "all chapters are ready"

#!/usr/bin/env bash
# Sets up what is missing, builds the program `vae` and trains a variational autoencoder on
# handwritten-looking digits. Arguments go on to it: bash tutorials/demo.sh --latent 2
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=tutorials/tools/setup.sh
source "$root/tutorials/tools/setup.sh"

cd -- "$root"
gradus_setup
gradus_build release --target vae

run="runs/demo"
rm -rf -- "$run" # an earlier demo's; every other run stays
say "training a VAE: $root/$run"
build/release/bin/vae train --data digits --hidden 512,512 --latent 8 --epochs 12 --out "$run" "$@"

cat <<END

What next:
  Look at the pictures in $root/$run
    samples.png           digits the model made up
    reconstructions.png   originals above, what the model keeps of them below
    loss.svg              how it got better, epoch by epoch
  Read README.md: what happened here, a complete example, and where to start reading.
END

#!/usr/bin/env bash
# Fetches the four files of the MNIST digits and checks what they unpack to.
set -euo pipefail

usage() {
  cat <<'END'
Usage: bash tutorials/get_mnist.sh [--from URL-or-folder] [--to FOLDER]

Puts the four MNIST files (idx.gz, 11 MB together) where `vae train --data mnist` looks for them:
into --to, else $GRADUS_DATA (where it holds them already) or $GRADUS_DATA/mnist, else
~/.cache/gradus/mnist.

  --from URL      a mirror: the address to which the file names are added
  --from FOLDER   a local folder with the files, packed (.gz) or not
  --to FOLDER     then say to the program: --data-dir FOLDER

Files that are there already and right are left alone; nothing of yours is overwritten.
END
}

# The sums are those of the unpacked files: mirrors compress differently.
files="\
train-images-idx3-ubyte ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db
train-labels-idx1-ubyte 65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5
t10k-images-idx3-ubyte 0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7
t10k-labels-idx1-ubyte ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"

say() { printf '%s\n' "$*"; }

fail() {
  printf 'get_mnist: %s\n' "$@" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

sha256() { # of standard input
  if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

unpacked_sum() { # of a file: packed if its name ends in .gz
  if [ "${1%.gz}" = "$1" ]; then
    sha256 <"$1"
  else
    { gzip -dc <"$1" 2>/dev/null || true; } | sha256
  fi
}

download() { # URL file
  if have curl; then
    curl --fail --silent --show-error --location --connect-timeout 20 --retry 2 -o "$2" "$1"
  elif have wget; then
    wget --no-verbose --timeout=20 --tries=3 -O "$2" "$1"
  else
    fail "neither curl nor wget is here. Install one of them, or get the files in some other way" \
      "and name their folder: bash tutorials/get_mnist.sh --from FOLDER"
  fi
}

copy() { # folder name file
  if [ -f "$1/$2.gz" ]; then
    cp -- "$1/$2.gz" "$3"
  elif [ -f "$1/$2" ]; then
    gzip -cn <"$1/$2" >"$3"
  else
    fail "$1 holds neither $2.gz nor $2."
  fi
}

fetch() { # name file
  local source
  for source in "${sources[@]}"; do
    case $source in
      *://*)
        say "fetching ${source%/}/$1.gz"
        download "${source%/}/$1.gz" "$2" && return
        ;;
      *)
        say "copying $1 from $source"
        copy "$source" "$1" "$2" && return
        ;;
    esac
  done
  fail "no source gave $1.gz. Is there a network? Another mirror or a local folder can be named" \
    "with --from."
}

sources=(
  https://storage.googleapis.com/cvdf-datasets/mnist
  https://ossci-datasets.s3.amazonaws.com/mnist
)
to=""
while [ $# -gt 0 ]; do
  case $1 in
    --from | --to)
      [ -n "${2:-}" ] || fail "$1 needs a value. See --help."
      if [ "$1" = --from ]; then sources=("$2"); else to=$2; fi
      shift 2
      ;;
    -h | --help)
      usage
      exit
      ;;
    *) fail "unknown argument: $1. See --help." ;;
  esac
done
[[ ${sources[0]} == *://* || -d ${sources[0]} ]] || fail "--from ${sources[0]}: no such folder."
have sha256sum || have shasum || fail "sha256sum (or shasum) is needed to check the files."

if [ -n "$to" ]; then
  hint=" --data-dir $(printf %q "$to")"
elif ls -d "${GRADUS_DATA:-}"/train-images-idx3-ubyte* >/dev/null 2>&1; then
  to=$GRADUS_DATA hint=""
elif [ -n "${GRADUS_DATA:-}" ]; then
  to=$GRADUS_DATA/mnist hint=""
else
  to=${HOME:?}/.cache/gradus/mnist hint=""
fi
mkdir -p -- "$to" || fail "cannot make the folder $to. Name another one: --to FOLDER"

temporary=""
trap '[ -z "$temporary" ] || rm -rf -- "$temporary"' EXIT
while read -r name expected; do
  there=""
  for file in "$to/$name.gz" "$to/$name"; do
    [ -e "$file" ] || continue
    received=$(unpacked_sum "$file")
    [ "$received" = "$expected" ] || fail "$file is there, but is not the file of MNIST." \
      "SHA-256 of its contents, expected: $expected" \
      "                         received: $received" \
      "Nothing was changed. Move it away and start again, or choose another folder: --to FOLDER"
    there=$file
  done
  if [ -n "$there" ]; then
    say "already there, and right: $there"
    continue
  fi
  temporary=$(mktemp -d "$to/download.XXXXXX") ||
    fail "cannot write into $to. Name another folder: --to FOLDER"
  fetch "$name" "$temporary/$name.gz"
  received=$(unpacked_sum "$temporary/$name.gz")
  [ "$received" = "$expected" ] || fail "$name.gz, as received, is not the file of MNIST." \
    "SHA-256 of its contents, expected: $expected" \
    "                         received: $received" \
    "It was not kept. Try another source: --from URL-or-folder"
  mv -- "$temporary/$name.gz" "$to/$name.gz"
  rmdir -- "$temporary"
done <<<"$files"

say "MNIST is in $to"
say "Now: build/release/bin/vae train --data mnist$hint"

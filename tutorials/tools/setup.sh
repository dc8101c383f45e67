# shellcheck shell=bash
# Sourced by tutorials/demo.sh, tutorials/start.sh and tests/run.sh. Sees to it that a compiler, CMake, Ninja and the
# libraries are there, installs what is missing where it knows how, and builds the project.
# Runs on bash 3.2 (macOS), without a terminal, and with standard input closed.
# GRADUS_SETUP=no skips the looking and installing: CMake then fetches libraries it cannot find.

# library, Debian package, Homebrew formula ("-": comes with macOS), header that shows it is there
gradus_libraries="\
fmt            libfmt-dev          fmt            fmt/core.h
doctest        doctest-dev         doctest        doctest/doctest.h
zlib           zlib1g-dev          -              zlib.h
libpng         libpng-dev          libpng         png.h
CLI11          libcli11-dev        cli11          CLI/CLI.hpp
nlohmann-json  nlohmann-json3-dev  nlohmann-json  nlohmann/json.hpp"

say() { printf '==> %s\n' "$*"; }

fail() {
  printf 'gradus: %s\n' "$@" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# True if $1 is a C++ compiler new enough for us, together with its standard library.
compiles_cxx20() {
  "$1" -std=c++20 -fsyntax-only -x c++ - >/dev/null 2>&1 <<'END'
#include <concepts>
#if defined(__clang__) ? __clang_major__ < 14 : __GNUC__ < 12
#error too old
#endif
END
}

# Leaves CXX empty if CMake's first choice (c++) will do, names a better compiler if there is one,
# and fails if there is none. A CXX set by the user is taken at its word.
find_compiler() {
  [ -z "${CXX:-}" ] || return 0
  compiles_cxx20 c++ && return 0
  local candidate
  for candidate in g++ clang++ g++-{15,14,13,12} clang++-{20,19,18,17,16,15,14}; do
    if compiles_cxx20 "$candidate"; then
      export CXX="$candidate"
      return 0
    fi
  done
  return 1
}

# True if `cmake` is 3.25 or newer.
recent_cmake() {
  local version major minor
  version=$(cmake --version 2>/dev/null) || return 1
  version=${version#cmake version }
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -ge 25 ]; }
}

missing_on_debian() {
  find_compiler || echo g++
  have cmake || echo cmake
  have ninja || echo ninja-build
  local packages installed package
  packages=$(awk '{ print $2 }' <<<"$gradus_libraries")
  # shellcheck disable=SC2086  # one word for each package
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $packages 2>/dev/null || true)
  for package in $packages; do
    grep -qx "installed $package" <<<"$installed" || echo "$package"
  done
}

install_on_debian() { # the packages
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0
    -o DPkg::Lock::Timeout=300)
  local install=(install -y --no-install-recommends "$@")
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "missing: $*" \
      "Installing needs root, and there is no sudo. As root, run:" \
      "  apt-get update && apt-get ${install[*]}" \
      "then start this command again."
    apt=(sudo "${apt[@]}")
  fi
  say "installing with apt-get: $*"
  "${apt[@]}" update || say "apt-get update reported errors; trying to install all the same"
  "${apt[@]}" "${install[@]}" || fail "apt-get could not install: $*" \
    "See its messages above (is there a network?), then start this command again."
}

missing_on_homebrew() {
  local prefix formula
  prefix=$(brew --prefix)
  have cmake || echo cmake
  have ninja || echo ninja
  while read -r _ _ formula _; do
    [ "$formula" = - ] || [ -e "$prefix/opt/$formula" ] || echo "$formula"
  done <<<"$gradus_libraries"
}

install_on_homebrew() { # the formulas
  say "installing with Homebrew: $*"
  NONINTERACTIVE=1 brew install "$@" || fail "Homebrew could not install: $*" \
    "See its messages above (is there a network?), then start this command again."
}

# Where no package manager is known to us: the compiler says which headers it finds.
missing_elsewhere() {
  find_compiler || echo "a C++20 compiler"
  have cmake || echo cmake
  have ninja || echo ninja
  awk '{ print "#if !__has_include(<" $4 ">)\nmissing " $1 "\n#endif" }' <<<"$gradus_libraries" |
    "${CXX:-c++}" -std=c++20 -E -x c++ - 2>/dev/null | awk '$1 == "missing" { print $2 }' || true
}

# Ends the script with a message unless compiler, CMake and Ninja can do the work.
check_tools() {
  find_compiler || fail "no usable C++20 compiler: GCC 12, Clang 14 or newer is needed." \
    "  Ubuntu 22.04: apt-get install g++-12" \
    "  macOS:        xcode-select --install"
  recent_cmake || fail "CMake 3.25 or newer is needed; here is $(cmake --version | head -n 1)." \
    "Where the distribution's own is too old (Ubuntu 22.04), newer ones are, for example:" \
    "  python3 -m pip install --user cmake    (then put ~/.local/bin first in PATH)" \
    "  https://apt.kitware.com                (packages for Ubuntu)"
  have ninja || fail "ninja is missing: install ninja-build (Homebrew: ninja)."
}

gradus_setup() {
  exec </dev/null # nothing here asks a question
  local missing
  if [ "${GRADUS_SETUP:-}" = no ]; then
    say "GRADUS_SETUP=no: installing nothing"
  elif have apt-get && have dpkg-query; then
    missing=$(missing_on_debian)
    # shellcheck disable=SC2086  # one word for each package
    [ -z "$missing" ] || install_on_debian $missing
  elif have brew; then
    missing=$(missing_on_homebrew)
    # shellcheck disable=SC2086  # one word for each formula
    [ -z "$missing" ] || install_on_homebrew $missing
  else
    missing=$(missing_elsewhere)
    [ -z "$missing" ] || fail "missing: ${missing//$'\n'/, }" \
      "Install these with your package manager (libraries with their headers), or install only" \
      "compiler, cmake and ninja and set GRADUS_SETUP=no: CMake then fetches the libraries."
  fi
  check_tools
}

# Configures and builds a preset. More arguments go on to the build, e.g. --target vae.
gradus_build() { # the preset
  local preset=$1
  shift
  say "building in build/$preset"
  cmake --preset "$preset"
  cmake --build --preset "$preset" "$@"
}

# What: builds for a 64-bit Arm machine on any other, and runs the tests in an emulator.
# Why: NEON kernels that nobody runs are not tested; with this they are, without such a machine.
#   apt-get install g++-aarch64-linux-gnu qemu-user
#   bash tests/run.sh --preset arm
# fmt, zlib and libpng are fetched and built unless Debian's packages for Arm are there:
#   dpkg --add-architecture arm64 && apt-get update
#   apt-get install libfmt-dev:arm64 zlib1g-dev:arm64 libpng-dev:arm64
# Read next: CMakePresets.json.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
# The C library must be that of the cross compiler, with its loader, also where Debian's for Arm is.
set(CMAKE_CROSSCOMPILING_EMULATOR
    qemu-aarch64 -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH=/usr/aarch64-linux-gnu/lib)

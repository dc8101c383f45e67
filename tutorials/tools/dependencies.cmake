# What: finds the libraries that Gradus builds on, or fetches them: fmt, nlohmann_json, doctest,
#   ZLIB, PNG, CLI11. Afterwards fmt::fmt, doctest::doctest, ZLIB::ZLIB... can be linked to.
# Why: a distribution's packages are enough, and where there are none a build works all the same.
# Order of search: a target of the enclosing project, FETCHCONTENT_SOURCE_DIR_<NAME> (a folder
#   with the sources: builds without a network), find_package, a pinned release with its SHA-256.
# Read next: CMakeLists.txt.

include_guard(GLOBAL)
include(FetchContent)

# Downloads `url` to `file` (once) or stops with a message that says what else can be done.
function(gradus_download name url sha256 file debian homebrew)
  string(TOUPPER ${name} upper)
  string(CONCAT advice
    "Install it (Debian, Ubuntu: apt-get install ${debian}; Homebrew: brew install ${homebrew}) "
    "or unpack ${url} anywhere and configure with -DFETCHCONTENT_SOURCE_DIR_${upper}=<folder>.")
  if(NOT EXISTS ${file})
    message(STATUS "${name}: not installed, fetching ${url}")
    file(DOWNLOAD ${url} ${file} STATUS status INACTIVITY_TIMEOUT 60 TLS_VERIFY ON)
    list(POP_FRONT status code reason)
    if(NOT code EQUAL 0)
      file(REMOVE ${file})
      message(FATAL_ERROR "${name} is neither installed nor to be fetched (${reason}). ${advice}")
    endif()
  endif()
  file(SHA256 ${file} received)
  if(NOT received STREQUAL sha256)
    file(REMOVE ${file})
    message(FATAL_ERROR "${url} is not the release we know: SHA-256 expected ${sha256}, "
                        "received ${received}. ${advice}")
  endif()
endfunction()

# gradus_dependency(<name> TARGET <target> MINIMUM <version> URL <url> SHA256 <sum>
#                   DEBIAN <package> HOMEBREW <formula> [INCLUDE <folder>] [SOURCES <pattern>])
#
# Makes <target> available. Fetched sources are built by their own CMakeLists.txt; with INCLUDE
# that is left aside, and the target is made of this folder of headers and of SOURCES, if any.
function(gradus_dependency name)
  cmake_parse_arguments(PARSE_ARGV 1 arg ""
                        "TARGET;MINIMUM;URL;SHA256;DEBIAN;HOMEBREW;INCLUDE;SOURCES" "")
  if(TARGET ${arg_TARGET})
    return()
  endif()

  string(TOUPPER ${name} upper)
  set(archive ${FETCHCONTENT_BASE_DIR}/${name}-${arg_SHA256}.tar.gz)
  if(NOT FETCHCONTENT_SOURCE_DIR_${upper})
    find_package(${name} ${arg_MINIMUM} QUIET GLOBAL)
    if(TARGET ${arg_TARGET})
      message(STATUS "${name}: installed, version ${${name}_VERSION}${${name}_VERSION_STRING}")
      return()
    endif()
    gradus_download(${name} ${arg_URL} ${arg_SHA256} ${archive} ${arg_DEBIAN} ${arg_HOMEBREW})
  endif()

  set(BUILD_SHARED_LIBS OFF)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  set(own_cmake_lists .)
  if(arg_INCLUDE)
    set(own_cmake_lists left-aside) # there is no such folder, so nothing is added
  endif()
  # SYSTEM stands where CMake 3.25.1, which hands it on as a value, does no harm with it.
  FetchContent_Declare(${name} URL ${archive} URL_HASH SHA256=${arg_SHA256}
                       DOWNLOAD_EXTRACT_TIMESTAMP OFF SOURCE_SUBDIR ${own_cmake_lists} SYSTEM)
  FetchContent_MakeAvailable(${name})
  FetchContent_GetProperties(${name} SOURCE_DIR source_dir)
  message(STATUS "${name}: sources in ${source_dir}")
  if(NOT arg_INCLUDE)
    return()
  endif()

  set(library gradus_fetched_${name})
  if(arg_SOURCES)
    file(GLOB sources ${source_dir}/${arg_SOURCES})
    list(FILTER sources EXCLUDE REGEX "/(example|pngtest)\\.c$") # programs of libpng
    add_library(${library} STATIC ${sources})
    target_include_directories(${library} SYSTEM PUBLIC ${source_dir}/${arg_INCLUDE})
  else()
    add_library(${library} INTERFACE)
    target_include_directories(${library} SYSTEM INTERFACE ${source_dir}/${arg_INCLUDE})
  endif()
  add_library(${arg_TARGET} ALIAS ${library})
endfunction()

# For the library. fmt is part of its interface, so an installed Gradus brings a fetched fmt along.
set(FMT_INSTALL ON)
gradus_dependency(fmt TARGET fmt::fmt MINIMUM 9.0
  URL https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz
  SHA256 5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2
  DEBIAN libfmt-dev HOMEBREW fmt)
gradus_dependency(nlohmann_json TARGET nlohmann_json::nlohmann_json MINIMUM 3.10 INCLUDE include
  URL https://github.com/nlohmann/json/archive/refs/tags/v3.11.2.tar.gz
  SHA256 d69f9deb6a75e2580465c6c4c5111b89c4dc2fa94e3a85fcd2ffcd9a143d9273
  DEBIAN nlohmann-json3-dev HOMEBREW nlohmann-json)

if(GRADUS_BUILD_TESTS)
  gradus_dependency(doctest TARGET doctest::doctest MINIMUM 2.4.8 INCLUDE .
    URL https://github.com/doctest/doctest/archive/refs/tags/v2.4.11.tar.gz
    SHA256 632ed2c05a7f53fa961381497bf8069093f0d6628c5f26286161fbd32a560186
    DEBIAN doctest-dev HOMEBREW doctest)
endif()

if(GRADUS_BUILD_PROGRAMS OR GRADUS_BUILD_TESTS)
  gradus_dependency(CLI11 TARGET CLI11::CLI11 MINIMUM 2.1 INCLUDE include
    URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.1.2.tar.gz
    SHA256 26291377e892ba0e5b4972cdfd4a2ab3bf53af8dac1f4ea8fe0d1376b625c8cb
    DEBIAN libcli11-dev HOMEBREW cli11)
  gradus_dependency(ZLIB TARGET ZLIB::ZLIB MINIMUM 1.2.11 INCLUDE . SOURCES *.c
    URL https://github.com/madler/zlib/releases/download/v1.3.1/zlib-1.3.1.tar.gz
    SHA256 9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23
    DEBIAN zlib1g-dev HOMEBREW zlib)
  gradus_dependency(PNG TARGET PNG::PNG MINIMUM 1.6 INCLUDE . SOURCES *.c
    URL https://github.com/pnggroup/libpng/archive/refs/tags/v1.6.39.tar.gz
    SHA256 a00e9d2f2f664186e4202db9299397f851aea71b36a35e74910b8820e380d441
    DEBIAN libpng-dev HOMEBREW libpng)
endif()

# zlib and libpng are written in C. The definitions say what their configure scripts would find out.
if(TARGET gradus_fetched_ZLIB OR TARGET gradus_fetched_PNG)
  enable_language(C)
endif()
if(TARGET gradus_fetched_ZLIB)
  target_compile_definitions(gradus_fetched_ZLIB PRIVATE HAVE_UNISTD_H)
endif()
if(TARGET gradus_fetched_PNG)
  FetchContent_GetProperties(PNG SOURCE_DIR png_dir BINARY_DIR png_build_dir)
  configure_file(${png_dir}/scripts/pnglibconf.h.prebuilt ${png_build_dir}/pnglibconf.h COPYONLY)
  target_include_directories(gradus_fetched_PNG SYSTEM PUBLIC ${png_build_dir})
  target_compile_definitions(gradus_fetched_PNG PRIVATE PNG_ARM_NEON_OPT=0)
  target_link_libraries(gradus_fetched_PNG PUBLIC ZLIB::ZLIB)
endif()

# A linker that finds an inline function in several objects keeps one copy for the whole program.
# If that came from a kernel built for AVX-512, the program would stop on a machine without it. So
# this fails unless the objects of a kernel library define functions in their own namespace only,
# and no object has instructions beyond its instruction set:
#   cmake -D NM=<nm> -D OBJDUMP=<objdump> -D ISA=<set> -P objects.cmake -- <object>...
# ISA is empty for objects that are not kernels. Without nm or objdump it says that it skips.
cmake_minimum_required(VERSION 3.25)

set(objects "")
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(CMAKE_ARGV${i} MATCHES "\\.(o|obj)$")
    list(APPEND objects ${CMAKE_ARGV${i}})
  endif()
endforeach()
if(NOT objects)
  message(FATAL_ERROR "There are no objects to look at.")
endif()
if(NOT NM OR NOT OBJDUMP)
  message("SKIPPED: nm and objdump (binutils) are needed to look into objects.")
  return()
endif()

# What is in an instruction set but not in the one before, as objdump writes it: AVX instructions
# start with v; AVX-512 has wide registers, 16 more of each width, and mask registers.
set(avx "\tv[a-z]+")
set(avx512 "%zmm|%[xy]mm(1[6-9]|[23][0-9])|%k[0-7]")
if(ISA STREQUAL "avx512" OR ISA STREQUAL "neon")
  set(beyond "")
elseif(ISA STREQUAL "avx2")
  set(beyond "${avx512}")
else()
  set(beyond "${avx}|${avx512}")
endif()

set(mistakes "")
foreach(object IN LISTS objects)
  get_filename_component(file ${object} NAME)
  if(ISA)
    execute_process(COMMAND ${NM} -C --defined-only --extern-only ${object}
                    OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL " [TWi] [^\n]+" functions "${symbols}")
    if(NOT functions)
      list(APPEND mistakes "${file}: defines no function at all")
    endif()
    list(FILTER functions EXCLUDE REGEX "gradus::${ISA}::")
    foreach(function IN LISTS functions)
      list(APPEND mistakes "${file}: defines${function}   (not in gradus::${ISA})")
    endforeach()
  endif()
  if(beyond)
    execute_process(COMMAND ${OBJDUMP} -d --no-show-raw-insn ${object}
                    OUTPUT_VARIABLE code COMMAND_ERROR_IS_FATAL ANY)
    if(code MATCHES "(${beyond})[^\n]*")
      list(APPEND mistakes "${file}: an instruction that is not in '${ISA}': ${CMAKE_MATCH_0}")
    endif()
  endif()
endforeach()

if(mistakes)
  list(JOIN mistakes "\n  " mistakes)
  message(FATAL_ERROR "Code that must not reach other machines:\n  ${mistakes}")
endif()

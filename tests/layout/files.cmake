# Fails unless the repository looks as its readers expect:
#   cmake -D ROOT=<repository> -P files.cmake
cmake_minimum_required(VERSION 3.25)

set(folders tensor autograd nn vae tutorials tests)
set(top_level ${folders} CMakeLists.txt CMakePresets.json README.md LICENSE)
set(max_columns 100)

set(mistakes "")

# The top level holds these names, dot-files, and what git ignores (build/, runs/).
if(EXISTS ${ROOT}/.gitignore)
  file(STRINGS ${ROOT}/.gitignore ignored)
  list(TRANSFORM ignored REPLACE "/" "")
endif()
file(GLOB names RELATIVE ${ROOT} ${ROOT}/*)
foreach(name IN LISTS names)
  if(NOT name IN_LIST top_level AND NOT name IN_LIST ignored AND NOT name MATCHES "^\\.")
    list(APPEND mistakes "${name}: does not belong to the top level")
  endif()
endforeach()

# The file as one string that starts with a line end. Brackets, semicolons and backslashes would
# mean something to CMake's lists, so they become other characters.
function(read_text file result)
  file(READ ${ROOT}/${file} text)
  string(REPLACE "[" "(" text "${text}")
  string(REPLACE "]" ")" text "${text}")
  string(REPLACE ";" "," text "${text}")
  string(REPLACE "\\" "/" text "${text}")
  set(${result} "\n${text}" PARENT_SCOPE)
endfunction()

# Characters, not bytes: of a character of several bytes all but the first start with binary 10.
function(count_columns line result)
  string(HEX "${line}" digits)
  string(REGEX MATCHALL ".." bytes "${digits}")
  list(FILTER bytes EXCLUDE REGEX "^[89ab]")
  list(LENGTH bytes length)
  set(${result} ${length} PARENT_SCOPE)
endfunction()

string(REPEAT "[^\n]" ${max_columns} full_line)
function(check_width file text)
  string(REGEX MATCHALL "\n${full_line}[^\n]+" lines "${text}")
  foreach(line IN LISTS lines)
    string(SUBSTRING "${line}" 1 -1 line) # without the line end before it
    count_columns("${line}" columns)
    if(columns GREATER max_columns)
      list(APPEND mistakes "${file}: ${columns} columns, at most ${max_columns} are allowed: ${line}")
    endif()
  endforeach()
  set(mistakes "${mistakes}" PARENT_SCOPE)
endfunction()

# Checks the four parts of the opening comment, and that its last part names files there are.
function(check_opening file text)
  if(NOT text MATCHES "^\n(// What: .*\n// Why: .*\n// Invariants: .*\n// Read next: .*)#pragma once")
    list(APPEND mistakes
         "${file}: does not open with // What: // Why: // Invariants: // Read next: #pragma once")
  else()
    string(REGEX REPLACE ".*// Read next: " "" next "${CMAKE_MATCH_1}")
    string(REGEX MATCHALL "[A-Za-z0-9_./]+\\.(h|cpp|md|txt|cmake)" names "${next}")
    if(NOT names)
      list(APPEND mistakes "${file}: its \"Read next\" names no file")
    endif()
    get_filename_component(folder ${file} DIRECTORY)
    foreach(name IN LISTS names)
      if(NOT EXISTS ${ROOT}/${name} AND NOT EXISTS ${ROOT}/${folder}/${name})
        list(APPEND mistakes "${file}: its \"Read next\" names ${name}, which does not exist")
      endif()
    endforeach()
  endif()
  set(mistakes "${mistakes}" PARENT_SCOPE)
endfunction()

# Brackets keep these patterns from finding themselves.
set(unfinished "[^A-Za-z0-9_](TOD[O]|FIXM[E]|XX[X])[^A-Za-z0-9_]")
set(machine_path "[^A-Za-z0-9_.}/-](/(hom[e]|User[s]|roo[t]|wor[k])/[A-Za-z0-9_.]+)")
foreach(folder IN LISTS folders)
  file(GLOB_RECURSE files RELATIVE ${ROOT}
    ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp ${ROOT}/${folder}/*.cmake ${ROOT}/${folder}/*.txt
    ${ROOT}/${folder}/*.sh ${ROOT}/${folder}/*.md)
  foreach(file IN LISTS files)
    read_text(${file} text)
    if(text MATCHES "${unfinished}")
      list(APPEND mistakes "${file}: says ${CMAKE_MATCH_1}")
    endif()
    if(text MATCHES "${machine_path}")
      list(APPEND mistakes "${file}: names a path of one machine, ${CMAKE_MATCH_1}")
    endif()
    if(file MATCHES "\\.(h|cpp)$")
      check_width(${file} "${text}")
    endif()
    if(file MATCHES "\\.h$" AND NOT file MATCHES "/exercises/")
      check_opening(${file} "${text}")
    endif()
  endforeach()
endforeach()

if(mistakes)
  list(JOIN mistakes "\n  " mistakes)
  message(FATAL_ERROR "The layout is not as it should be:\n  ${mistakes}")
endif()

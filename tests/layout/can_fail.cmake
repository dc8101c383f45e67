# Proves that the other scripts of this folder find what they are there to find, on a tiny tree
# that has one mistake at a time:
#   cmake -D TREE=<folder to make> -P can_fail.cmake
cmake_minimum_required(VERSION 3.25)

set(opening "// What: a\n// Why: b\n// Invariants: c\n// Read next: CMakeLists.txt.\n")
set(good_header "${opening}#pragma once\n")

# Runs a script on the tree. It must succeed, or else fail with a message that matches `message`.
function(expect script message)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -D ROOT=${TREE} -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/${script}.cmake
    RESULT_VARIABLE status ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  if(message STREQUAL "success" AND NOT status EQUAL 0)
    message(SEND_ERROR "${script}.cmake finds fault with a tree that has none: ${output}")
  elseif(NOT message STREQUAL "success" AND (status EQUAL 0 OR NOT output MATCHES "${message}"))
    message(SEND_ERROR "${script}.cmake should have said \"${message}\", but said \"${output}\"")
  endif()
endfunction()

# The same with one more file in the tree.
function(expect_of file content script message)
  file(WRITE ${TREE}/${file} "${content}")
  expect(${script} "${message}")
  file(REMOVE ${TREE}/${file})
endfunction()

file(REMOVE_RECURSE ${TREE})
file(WRITE ${TREE}/CMakeLists.txt "")
file(WRITE ${TREE}/.gitignore "/build/\n")
file(WRITE ${TREE}/build/anything "")
file(WRITE ${TREE}/tensor/tensor.h "${good_header}")
file(WRITE ${TREE}/autograd/tape.h "${good_header}#include <tuple>\n#include \"tensor/tensor.h\"\n")
expect(includes success)
expect(files success)

expect_of(tensor/a.cpp "#include \"autograd/tape.h\"\n" includes "autograd/ is to the right")
expect_of(autograd/a.cpp "  #  include <nn/layers.h>\n" includes "nn/ is to the right of autograd/")
expect_of(vae/a.cpp "#include \"tests/support.h\"\n" includes "tests/ is to the right of vae/")
expect_of(nn/a.cpp "#include \"layers.h\"\n" includes "write it from the root")
expect_of(nn/a.cpp "#include \"../tensor/tensor.h\"\n" includes "write it from the root")
expect_of(tests/a.cpp "#include \"vae/elbo.h\"\n#include \"support.h\"\n" includes success)

expect_of(scripts/a.cpp "" files "scripts: does not belong to the top level")
file(REMOVE_RECURSE ${TREE}/scripts)
string(REPEAT "x" 98 wide)
expect_of(nn/a.cpp "//${wide}\n" files success)
expect_of(nn/a.cpp "// ${wide}\n" files "nn/a.cpp: 101 columns")
expect_of(nn/a.cpp "int a[2];\\\n  ${wide}x\n" files "nn/a.cpp: 101 columns")
string(REPEAT "é" 98 wide)
expect_of(nn/a.cpp "//${wide}\n" files success)
expect_of(nn/a.cpp "// ${wide}\n" files "nn/a.cpp: 101 columns")
expect_of(nn/a.h "#pragma once\n" files "nn/a.h: does not open with")
string(REPLACE "// Why: b\n" "" no_reason "${good_header}")
expect_of(nn/a.h "${no_reason}" files "nn/a.h: does not open with")
string(REPLACE CMakeLists.txt gone.h lost "${good_header}")
expect_of(nn/a.h "${lost}" files "names gone.h, which does not exist")
string(REPLACE CMakeLists.txt nothing lost "${good_header}")
expect_of(nn/a.h "${lost}" files "names no file")
string(CONCAT unfinished "// TO" "DO: finish\n")
expect_of(tutorials/01_a/chapter.md "${unfinished}" files "chapter.md: says TO.O")
string(CONCAT own_path "set -- /ho" "me/someone/a\n")
expect_of(tests/a.sh "${own_path}" files "names a path of one machine")

file(REMOVE_RECURSE ${TREE})

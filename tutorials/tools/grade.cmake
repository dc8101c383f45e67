# What: writes grade.json, which tells the program `grade` how to compile an answer: as the proofs
#   are compiled, with the same precompiled header, or the compiler would refuse that header.
# Why: from saving to the verdict must take less than five seconds; CMake and Ninja are not needed.
# Read next: grade.cpp.
set(header ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/gradus_exercise.dir/cmake_pch.hxx)
string(REPLACE "<PCH_HEADER>" "${header}" use_header "${CMAKE_CXX_COMPILE_OPTIONS_USE_PCH}")
string(REPLACE "<PCH_FILE>" "${header}.pch" use_header "${use_header}")
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
separate_arguments(flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
string(REPLACE "," "$<COMMA>" flags "${flags}")  # a comma would end the argument of JOIN below
if(CMAKE_OSX_SYSROOT)
  list(APPEND flags -isysroot ${CMAKE_OSX_SYSROOT})
endif()

set(of_target "TARGET_PROPERTY:gradus_exercise")
string(JOIN ";" compile ${flags} ${CMAKE_CXX20_STANDARD_COMPILE_OPTION} ${use_header}
  "$<$<BOOL:$<${of_target},COMPILE_DEFINITIONS>>:-D$<JOIN:$<${of_target},COMPILE_DEFINITIONS>,;-D>>"
  "-I$<JOIN:$<${of_target},INCLUDE_DIRECTORIES>,;-I>" "$<${of_target},COMPILE_OPTIONS>")
string(JOIN ";" link $<TARGET_FILE:gradus_vae> $<TARGET_FILE:gradus_nn>
  $<TARGET_FILE:gradus_autograd> $<TARGET_FILE:gradus_tensor> $<TARGET_FILE:fmt::fmt>
  ${CMAKE_THREAD_LIBS_INIT})

# A sanitizer reserves more addresses than any limit on them allows.
set(memory_mib 4096)
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  set(memory_mib 0)
endif()

file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/grade.json CONTENT "{
  \"root\": \"${PROJECT_SOURCE_DIR}\",
  \"compiler\": \"${CMAKE_CXX_COMPILER}\",
  \"compile\": [\"$<JOIN:${compile},\", \">\"],
  \"link\": [\"$<JOIN:${link},\", \">\"],
  \"memory_mib\": ${memory_mib}
}
")

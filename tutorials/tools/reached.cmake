# Fails if a chapter's program includes what the course has not reached by then.
#   cmake -D ROOT=<repository> -D "CHAPTERS=<NN_name>:<library>,<library>... ..." -P reached.cmake

cmake_minimum_required(VERSION 3.25)

# Data and pictures, for chapters that have gradus::studio; the rest of vae/ is taught.
set(studio vae/chart.h vae/data.h vae/digits.h vae/mnist.h vae/moons.h vae/pictures.h)
string(REPLACE " " ";" CHAPTERS "${CHAPTERS}")
foreach(chapter IN LISTS CHAPTERS)
  string(REGEX MATCH "^([^:]+):(.*)$" all "${chapter}")
  set(name ${CMAKE_MATCH_1})
  string(REPLACE "," ";" libraries "${CMAKE_MATCH_2}")
  set(reached "")
  foreach(folder IN ITEMS vae nn autograd tensor)
    if(reached OR "gradus::${folder}" IN_LIST libraries)
      list(APPEND reached ${folder})  # and all that it is made of
    endif()
  endforeach()
  file(GLOB sources ${ROOT}/tutorials/${name}/*.cpp ${ROOT}/tutorials/${name}/*.h)
  if(NOT sources)
    message(SEND_ERROR "tutorials/${name}: no program")
  endif()
  foreach(source IN LISTS sources)
    file(STRINGS ${source} includes REGEX "^#include \"(tensor|autograd|nn|vae)/")
    foreach(line IN LISTS includes)
      string(REGEX MATCH "\"(([a-z]+)/[^\"]+)\"" all "${line}")
      if(NOT CMAKE_MATCH_2 IN_LIST reached
         AND NOT ("gradus::studio" IN_LIST libraries AND CMAKE_MATCH_1 IN_LIST studio))
        message(SEND_ERROR "${source} includes ${CMAKE_MATCH_1}, which the course has not reached: "
                           "gradus_chapter in tutorials/CMakeLists.txt gives ${libraries}")
      endif()
    endforeach()
  endforeach()
endforeach()

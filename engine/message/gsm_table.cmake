# Turns gsm0338.csv into the initialisers of the program's GSM table: {0x0040, 1}, …
#   cmake -D CSV=gsm0338.csv -D OUT=gsm_table.inc -P gsm_table.cmake
# Only the columns table and unicode_hex are read, and matched as text: the characters of the other columns (brackets,
# semicolons, backslashes) would upset CMake's lists.
file(READ "${CSV}" text)
string(REGEX MATCHALL "\n(basic|extension),[0-9A-F ]+,U\\+[0-9A-F]+" rows "${text}")
list(LENGTH rows count)
if(NOT count EQUAL 137)
  message(FATAL_ERROR "${CSV}: expected 127 basic and 10 extension characters, found ${count}")
endif()
set(body "")
foreach(row IN LISTS rows)
  string(REGEX REPLACE ".*U\\+([0-9A-F]+)$" "\\1" code "${row}")
  if(row MATCHES "^\nbasic")
    string(APPEND body "{0x${code}, 1},\n")
  else()
    string(APPEND body "{0x${code}, 2},\n")
  endif()
endforeach()
file(WRITE "${OUT}" "${body}")

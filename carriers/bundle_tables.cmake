# Writes the tables into one .cpp as byte arrays, so that the program needs no files at run time.
#   cmake -D DIR=tables -D "FILES=a.json b.csv" -D OUT=bundled_tables.cpp -P bundle_tables.cmake
# HEADER and FUNCTION name what finds a table by its file name; carriers' own by default.
if(NOT HEADER)
  set(HEADER carriers/bundled_tables.hpp)
endif()
if(NOT FUNCTION)
  set(FUNCTION bundled_table)
endif()
separate_arguments(FILES)
set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ "${DIR}/${file}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "((0x..,){24})" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "const unsigned char table_${index}[] = {\n${bytes}};\n")
  string(APPEND rows "    {\"${file}\", table_${index}, sizeof table_${index}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUT}" "// Written by carriers/bundle_tables.cmake from ${FILES}.
#include \"${HEADER}\"

#include <cstddef>

namespace sendlab {
namespace {
${arrays}
struct Table {
  std::string_view name;
  const unsigned char* bytes;
  std::size_t size;
};
const Table tables[] = {
${rows}};
}  // namespace

std::string_view ${FUNCTION}(std::string_view name) {
  for (const Table& table : tables) {
    if (table.name == name) return {reinterpret_cast<const char*>(table.bytes), table.size};
  }
  return {};
}

}  // namespace sendlab
")

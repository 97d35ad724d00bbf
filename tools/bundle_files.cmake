# Bundles data files into the program, so that it needs none at run time.
#
#   include(tools/bundle_files.cmake)
#   bundle_files(carriers/bundled_tables.cpp bundled_table carriers/bundled_tables.hpp FILES a.json b.csv)
#
# adds a source file under the build folder's `generated`, a member of the variable bundled_source, that defines the
# function of that header: std::string_view bundled_table(std::string_view name), by base name; empty for no such file.
# Byte arrays, since a compiler need not take string literals of more than 64 KB.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(bundle_files_script ${CMAKE_CURRENT_LIST_FILE})
  function(bundle_files output function header)
    cmake_parse_arguments(PARSE_ARGV 3 bundle "" "" "FILES")
    set(bundled ${PROJECT_BINARY_DIR}/generated/${output})
    list(JOIN bundle_FILES "|" files)
    add_custom_command(
      OUTPUT ${bundled}
      COMMAND ${CMAKE_COMMAND} -D "FILES=${files}" -D FUNCTION=${function} -D HEADER=${header} -D OUT=${bundled}
              -P ${bundle_files_script}
      DEPENDS ${bundle_FILES} ${bundle_files_script}
      COMMENT "${output}" VERBATIM)
    set(bundled_source ${bundled} PARENT_SCOPE)
  endfunction()
  return()
endif()

string(REPLACE "|" ";" FILES "${FILES}")
set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(................................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND arrays "const unsigned char file_${index}[] = {\n${bytes}};\n")
  string(APPEND rows "    {\"${name}\", file_${index}, sizeof file_${index}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUT}" "// Written by tools/bundle_files.cmake.
#include \"${HEADER}\"

#include <cstddef>

namespace sendlab {
namespace {
${arrays}
struct File {
  std::string_view name;
  const unsigned char* bytes;
  std::size_t size;
};
const File files[] = {
${rows}};
}  // namespace

std::string_view ${FUNCTION}(std::string_view name) {
  for (const File& file : files) {
    if (file.name == name) return {reinterpret_cast<const char*>(file.bytes), file.size};
  }
  return {};
}

}  // namespace sendlab
")

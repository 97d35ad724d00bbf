#include "tools/terminal.hpp"

#include <unistd.h>

#include <cstdlib>

namespace sendlab {

void print_errors(const Errors& errors) {
  for (const Error& error : errors) std::fputs(to_text(error).c_str(), stderr);
}

void print_warnings(const Errors& warnings) {
  for (const Error& w : warnings)
    std::fprintf(stderr, "%s%swarning: %s\n%s%s%s", w.where.c_str(), w.where.empty() ? "" : ": ", w.what.c_str(),
                 w.fix.empty() ? "" : "  fix: ", w.fix.c_str(), w.fix.empty() ? "" : "\n");
}

bool colour_wanted(std::FILE* stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(fileno(stream)) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace sendlab

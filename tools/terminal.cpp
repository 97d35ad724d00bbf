#include "tools/terminal.hpp"

#include <unistd.h>

#include <cstdlib>

namespace sendlab {

void print_errors(const Errors& errors) {
  for (const Error& error : errors) std::fputs(to_text(error).c_str(), stderr);
}

static void print_findings(const Errors& findings, const char* kind) {
  for (const Error& one : findings)
    std::fprintf(stderr, "%s%s%s: %s\n%s%s%s", one.where.c_str(), one.where.empty() ? "" : ": ", kind, one.what.c_str(),
                 one.fix.empty() ? "" : "  fix: ", one.fix.c_str(), one.fix.empty() ? "" : "\n");
}

void print_warnings(const Errors& warnings) { print_findings(warnings, "warning"); }
void print_advice(const Errors& findings) { print_findings(findings, "advice"); }

bool colour_wanted(std::FILE* stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(fileno(stream)) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace sendlab

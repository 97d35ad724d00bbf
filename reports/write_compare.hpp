#pragma once
// A comparison for a terminal, for a pull request comment, and for programs.
#include <string>

#include "reports/compare.hpp"

namespace sendlab {

struct CompareTextOptions {
  bool colour = false;
  bool all = false;  // every metric; otherwise the 30 that changed most
};

// UTF-8 lines; columns as wide as what they hold, so that nothing is cut.
std::string write_compare_text(const ReportComparison& comparison, const CompareTextOptions& options);

// GitHub-flavoured Markdown. Names from the reports cannot break out of their table cell.
std::string write_compare_markdown(const ReportComparison& comparison, bool all);

// Schema sendlab.compare/1 (reports/compare.schema.json).
//   all   unchanged metrics are listed too
Doc compare_document(const ReportComparison& comparison, bool all);

// "failed: 312 of 842 metrics differ, the digests differ"
std::string verdict_line(const ReportComparison& comparison);

}  // namespace sendlab

#include "tools/rules_print.hpp"

#include <algorithm>
#include <cstdio>

#include "reports/text_picture.hpp"

namespace sendlab {

void print_rows(const std::vector<TextRow>& rows, std::size_t most) {
  std::vector<std::size_t> widths;
  for (const TextRow& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == widths.size()) widths.push_back(0);
      widths[c] = std::max(widths[c], std::min(columns_of(row[c]), most));
    }
  for (const TextRow& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c + 1 == row.size()) {
        line += shown(row[c]);
      } else {
        // A cell that is longer than its column keeps its text: a figure that is cut is no figure.
        const std::string cell = shown(row[c]);
        line += columns_of(cell) <= widths[c] ? padded(cell, widths[c]) : cell;
        line += "  ";
      }
    }
    while (line.ends_with(' ')) line.pop_back();
    std::printf("%s\n", line.c_str());
  }
}

void print_wrapped(const std::string& text, std::size_t columns, const char* indent) {
  for (const std::string& line : wrapped(text, columns)) std::printf("%s%s\n", indent, line.c_str());
}

void print_json(const Doc& document) {
  const std::string text = write_json(document);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

Doc figure_document(const RuleFigure& figure) {
  Doc row = Doc::object();
  row.add("key", Doc::text(key_with_scores(figure)));
  row.add("value", Doc::text(figure.value));
  if (!figure.from.empty()) row.add("from", Doc::text(figure.from));
  row.add("source", Doc::text(figure.source.empty() ? "none" : figure.source));
  if (!figure.confidence.empty()) row.add("confidence", Doc::text(figure.confidence));
  return row;
}

}  // namespace sendlab

#pragma once
// How `sendlab rules` writes tables, long texts and JSON to standard output.
#include <string>
#include <vector>

#include "carriers/figures.hpp"
#include "reports/document.hpp"

namespace sendlab {

// Columns as wide as their longest cell, at most `most`; a longer cell keeps its text, and the last is as long as it
// is.
using TextRow = std::vector<std::string>;
void print_rows(const std::vector<TextRow>& rows, std::size_t most = 46);

void print_wrapped(const std::string& text, std::size_t columns = 100, const char* indent = "");
void print_json(const Doc& document);

[[nodiscard]] Doc figure_document(const RuleFigure& figure);

}  // namespace sendlab

#pragma once
// The XML that SSML is written in, taken apart: tags, attributes, text with its entities replaced. Not a general XML
// reader: no document type, no namespaces of its own, no processing instruction but the first.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/kernel/time.hpp"

namespace sendlab {

struct SsmlTag {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  // each name once

  [[nodiscard]] const std::string* find(std::string_view attribute) const;
};

// Told in the order of the text; each returns what is wrong, "" if nothing is. <break/> opens and closes.
struct SsmlReader {
  std::function<std::string(const SsmlTag&)> open;
  std::function<std::string(std::string_view name)> close;
  std::function<std::string(std::string_view characters)> text;
};

// What is wrong first, with its place: "… (character 8)", counted from 1 in bytes; "" if nothing is.
[[nodiscard]] std::string read_ssml(std::string_view xml, const SsmlReader& reader);

// "300ms", "2s", "1.5s".
[[nodiscard]] std::optional<Duration> ssml_duration(std::string_view text);
// "80%": 80; also with decimals, which are cut.
[[nodiscard]] std::optional<std::int64_t> ssml_percent(std::string_view text);

}  // namespace sendlab

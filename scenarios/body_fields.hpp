#pragma once
// A body as scripts write it: text, a list of texts or { weight, text }, a feed, or a function.
#include <optional>
#include <string_view>

#include "scenarios/field_reader.hpp"

namespace sendlab {

// Nothing when the field is absent or at fault. Placeholders of columns are checked when the recipients are known.
std::optional<Body> read_body(FieldReader& fields, std::string_view name, bool allow_feed);

}  // namespace sendlab

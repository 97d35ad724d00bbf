#pragma once
// An operation's answer as text, checked against its output shape.
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/api/shapes.hpp"

namespace sendlab {

// Compact JSON. Members are written in the order of `answer`; null members are left out, because absent members are
// never null on this wire. A timestamp is given as integer milliseconds since the epoch and written in seconds.
//
// A member that the table does not know, a required one that is missing, a value of another type or outside of its
// enumeration is our bug: ENSURE. (Members that the table calls later additions may be missing.)
[[nodiscard]] std::string encode(const OperationShape& operation, const boost::json::object& answer);

// Exact decimal seconds, at most three decimals, none that are not needed: 1645568542123 gives 1645568542.123.
[[nodiscard]] std::string epoch_seconds(std::int64_t milliseconds);

// A JSON string with its quotes. `text` must be UTF-8.
void append_json_string(std::string& out, std::string_view text);

}  // namespace sendlab

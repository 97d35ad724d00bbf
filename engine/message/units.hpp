#pragma once
// Values with units as scenarios write them: "5m", "8/s", "$1.00", "97%". Exact: no value passes through a rounding.
// Every error says what was needed, what was got and an example; Error.where is left empty for the caller to fill.
#include <optional>
#include <string>
#include <string_view>

#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

Result<Duration> read_duration(std::string_view text);  // "250ms" "5s" "2m" "1h" "3d" "1h30m"; never negative
Result<Rate> read_rate(std::string_view text);          // "8/s" "0.8/s" "75/min" "5/h" "2000/day"; at most 6 decimals
Result<Throughput> read_throughput(std::string_view text);  // "160/min" = {160, 60 s}; whole parts only
Result<UsdMicros> read_money(std::string_view text);        // "$1.00"; at most 6 decimals
Result<double> read_share(std::string_view text);           // "97%", 0 to 100 %

// A decimal number without sign or exponent, times 10^decimals; none if malformed, more decimals or out of range.
std::optional<std::int64_t> read_decimal(std::string_view text, int decimals);

// What a text looks like, for errors: a duration "5s", a rate "8/s", … the bare number "5", text "abc".
std::string describe_value(std::string_view text);

[[nodiscard]] std::string rate_text(const Rate& rate);    // "0.8/s", "75/min"
[[nodiscard]] std::string usd_text(UsdMicros amount);     // "$0.0035", "$0.50", "$995", "-$2"

}  // namespace sendlab

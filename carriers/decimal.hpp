#pragma once
// Decimal text to scaled integers, exactly: money and times of the tables never pass through a double.
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// "-12.5" with 3 places → -12500. None for anything but a plain decimal, for more places than asked (trailing zeros are
// allowed) and for what does not fit.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(std::string_view text, int places);

[[nodiscard]] std::optional<UsdMicros> parse_usd(std::string_view text);     // "0.00302" → 3020
[[nodiscard]] std::optional<Duration> parse_seconds(std::string_view text);  // "0.4" → 400 ms

// The first instant of a date of the tables, UTC: "2026-05", "2024", or a range that starts so ("2021-06..2025",
// "2018-2024"). None for anything else.
[[nodiscard]] std::optional<Instant> parse_first_month(std::string_view as_of);

}  // namespace sendlab

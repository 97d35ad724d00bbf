#pragma once
// METRIC OP VALUE: the form that expectations and the gates of a comparison share.
#include <cstdint>
#include <optional>
#include <string_view>

#include "reports/metric_path.hpp"
#include "reports/rational.hpp"

namespace sendlab {

enum class Comparison : std::uint8_t { at_least, above, at_most, below, equal, unequal };

bool holds(Comparison comparison, const Rational& value, const Rational& bound);

enum class MetricUnit : std::uint8_t { none, share, usd, seconds };

// The unit that a metric's name tells.
MetricUnit unit_of(const MetricPath& path);
std::string_view unit_text(MetricUnit unit);  // "seconds such as 8 or a duration such as 8s"

// A condition cut at its operator: the first of >= > <= < == != outside of ["names"]. Both sides are trimmed.
struct SplitCondition {
  std::string_view metric, value;
  std::string_view sign;
  Comparison comparison{};
};
std::optional<SplitCondition> split_condition(std::string_view text);


// 0.7, 97%, $600, or a duration such as 8s or 1m30s, in seconds; a minus before any of them. A bare number has no unit.
struct ValueWithUnit {
  Rational value;
  MetricUnit unit{};
};
std::optional<ValueWithUnit> parse_value(std::string_view text);

}  // namespace sendlab

#include "reports/condition.hpp"

#include <array>

#include "engine/kernel/ascii.hpp"

#include "engine/kernel/calendar.hpp"

namespace sendlab {
namespace {

struct Operator {
  std::string_view sign;
  Comparison comparison;
};
constexpr std::array<Operator, 6> operators{{
    {">=", Comparison::at_least},
    {"<=", Comparison::at_most},
    {"==", Comparison::equal},
    {"!=", Comparison::unequal},
    {">", Comparison::above},
    {"<", Comparison::below},
}};

// The first operator outside of ["names"].
const Operator* find_operator(std::string_view text, std::size_t& at) {
  char quote = 0;
  for (at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == quote && at + 1 < text.size() && text[at + 1] == ']') quote = 0;
      continue;
    }
    if ((c == '"' || c == '\'') && at > 0 && text[at - 1] == '[') {
      quote = c;
      continue;
    }
    for (const Operator& candidate : operators) {
      if (text.substr(at).starts_with(candidate.sign)) return &candidate;
    }
  }
  return nullptr;
}

}  // namespace

bool holds(Comparison comparison, const Rational& value, const Rational& bound) {
  const std::strong_ordering order = value <=> bound;
  switch (comparison) {
    case Comparison::at_least:
      return order >= 0;
    case Comparison::above:
      return order > 0;
    case Comparison::at_most:
      return order <= 0;
    case Comparison::below:
      return order < 0;
    case Comparison::equal:
      return order == 0;
    case Comparison::unequal:
      break;
  }
  return order != 0;
}

// The unit that a metric's name tells.
MetricUnit unit_of(const MetricPath& path) {
  if (path.back() == "count") return MetricUnit::none;
  for (const std::string& name : path) {
    if (name == "delivered_within" || name.ends_with("_share") || name == "utilisation") return MetricUnit::share;
  }
  for (const std::string& name : {path.back(), path.size() > 1 ? path[path.size() - 2] : std::string{}}) {
    if (name.ends_with("_usd")) return MetricUnit::usd;
    if (name.ends_with("_s")) return MetricUnit::seconds;
  }
  return MetricUnit::none;
}

std::string_view unit_text(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::share:
      return "a share such as 0.97 or 97%";
    case MetricUnit::usd:
      return "an amount such as 600 or $600";
    case MetricUnit::seconds:
      return "seconds such as 8 or a duration such as 8s";
    case MetricUnit::none:
      break;
  }
  return "a bare number";
}

std::optional<SplitCondition> split_condition(std::string_view text) {
  std::size_t at = 0;
  const Operator* found = find_operator(text, at);
  if (found == nullptr) return std::nullopt;
  return SplitCondition{trimmed(text.substr(0, at)), trimmed(text.substr(at + found->sign.size())), found->sign,
                        found->comparison};
}

std::optional<ValueWithUnit> parse_value(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view magnitude = negative ? text.substr(1) : text;
  std::optional<Rational> value;
  MetricUnit unit = MetricUnit::none;
  if (magnitude.starts_with('$')) {
    value = parse_decimal(magnitude.substr(1));
    unit = MetricUnit::usd;
  } else if (magnitude.ends_with('%')) {
    value = parse_decimal(magnitude.substr(0, magnitude.size() - 1));
    if (value) value->denominator *= 100;
    unit = MetricUnit::share;
  } else if (const Result<Duration> duration = parse_duration(magnitude)) {
    value = Rational{duration.value().count(), 1'000'000'000};
    unit = MetricUnit::seconds;
  } else {
    value = parse_decimal(magnitude);
  }
  if (!value || magnitude.starts_with("-")) return std::nullopt;
  if (negative) value->numerator = -value->numerator;
  return ValueWithUnit{*value, unit};
}

}  // namespace sendlab

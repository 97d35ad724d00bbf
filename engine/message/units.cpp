#include "engine/message/units.hpp"

#include <array>
#include <limits>

#include "engine/kernel/ascii.hpp"
#include "engine/kernel/calendar.hpp"

namespace sendlab {
namespace {

struct RateUnit {
  std::string_view name;
  Duration per;
};
// The first name of each period is the one that rate_text writes.
constexpr std::array rate_units = {
    RateUnit{"s", std::chrono::seconds{1}},      RateUnit{"min", std::chrono::minutes{1}},
    RateUnit{"h", std::chrono::hours{1}},        RateUnit{"day", std::chrono::hours{24}},
    RateUnit{"sec", std::chrono::seconds{1}},    RateUnit{"second", std::chrono::seconds{1}},
    RateUnit{"minute", std::chrono::minutes{1}}, RateUnit{"hour", std::chrono::hours{1}},
    RateUnit{"d", std::chrono::hours{24}},
};

std::optional<Rate> rate_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto millionths = read_decimal(trimmed(text.substr(0, slash)), 6);
  const std::string_view unit = trimmed(text.substr(slash + 1));
  for (const RateUnit& known : rate_units) {
    if (millionths && unit == known.name) return Rate{*millionths, known.per};
  }
  return std::nullopt;
}

std::optional<UsdMicros> money_of(std::string_view text) {
  if (!text.starts_with('$')) return std::nullopt;
  const auto micros = read_decimal(text.substr(1), 6);
  return micros ? std::optional(UsdMicros{*micros}) : std::nullopt;
}

std::optional<double> share_of(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  // Billionths of a percent, so one correctly rounded division gives the double nearest to the decimal share.
  const auto billionths = read_decimal(trimmed(text.substr(0, text.size() - 1)), 9);
  if (!billionths || *billionths > 100'000'000'000) return std::nullopt;
  return static_cast<double>(*billionths) / 1e11;
}

std::string kind_of(std::string_view text) {
  if (rate_of(text)) return "a rate";
  if (parse_duration(text).ok()) return "a duration";
  if (money_of(text)) return "an amount of money";
  if (share_of(text)) return "a share";
  if (read_decimal(text, 9)) return "a bare number";
  return "";
}

Error wrong(std::string_view needed, std::string_view text, std::string fix) {
  return {"", "must be " + std::string(needed) + ", got " + describe_value(text), std::move(fix)};
}

}  // namespace

std::optional<std::int64_t> read_decimal(std::string_view text, int decimals) {
  std::int64_t value = 0;
  int after_point = -1;  // digits after the point; -1 before it
  bool any = false;
  const auto append = [&](int digit) {
    if (value > (std::numeric_limits<std::int64_t>::max() - digit) / 10) return false;
    value = value * 10 + digit;
    return true;
  };
  for (const char c : text) {
    if (c == '.' && after_point < 0 && any) {
      after_point = 0;
    } else if (is_digit(c)) {
      any = true;
      if (after_point >= decimals) {
        if (c != '0') return std::nullopt;  // "0.8000000" is still exact
        continue;
      }
      if (after_point >= 0) ++after_point;
      if (!append(c - '0')) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (!any || text.back() == '.') return std::nullopt;
  for (int i = after_point < 0 ? 0 : after_point; i < decimals; ++i) {
    if (!append(0)) return std::nullopt;
  }
  return value;
}

std::string describe_value(std::string_view text) {
  const std::size_t plus = text.find('+');
  if (plus != std::string_view::npos && plus > 0) {
    const std::string left = kind_of(trimmed(text.substr(0, plus))), right = kind_of(trimmed(text.substr(plus + 1)));
    if (!left.empty() && !right.empty()) {
      const bool alike = left == right;
      return "a sum of " + (alike ? "two values" : left + " and " + right) + ", \"" + std::string(text) + "\"";
    }
  }
  const std::string kind = kind_of(text);
  return (kind.empty() ? "" : kind + ", ") + "\"" + std::string(text) + "\"";
}

Result<Duration> read_duration(std::string_view text) {
  auto parsed = parse_duration(text);
  if (parsed.ok()) return parsed.value();
  if (text.starts_with('-') && parse_duration(text.substr(1)).ok()) {
    return Error{"", "must not be negative, got \"" + std::string(text) + "\"", "give a duration such as \"5m\""};
  }
  return wrong("a duration", text,
               "give a number with a unit (ms, s, m, h or d), for example \"250ms\", \"5m\" or \"3d\"");
}

Result<Rate> read_rate(std::string_view text) {
  const std::string_view value = trimmed(text);
  if (const auto rate = rate_of(value)) return *rate;
  if (value.starts_with('-') && rate_of(value.substr(1))) {
    return Error{"", "must not be negative, got \"" + std::string(text) + "\"",
                 "give the mean number of messages in a unit of time, for example \"8/s\""};
  }
  return wrong(
      "a rate", text,
      "give a number in a unit of time (s, min, h or day), at most six decimals, for example \"8/s\", \"75/min\" or "
      "\"2000/day\"");
}

Result<Throughput> read_throughput(std::string_view text) {
  const auto rate = read_rate(text);
  if (!rate.ok()) return rate.error();
  if (rate->millionths % 1'000'000 != 0) {
    return Error{"", "must be a whole number of parts in a unit of time, got \"" + std::string(text) + "\"",
                 "use a longer unit: \"48/min\" instead of \"0.8/s\""};
  }
  return Throughput{rate->millionths / 1'000'000, rate->per};
}

Result<UsdMicros> read_money(std::string_view text) {
  if (const auto money = money_of(text)) return *money;
  const bool negative = text.starts_with("-$") || text.starts_with("$-");
  if (negative)
    return Error{"", "must not be negative, got \"" + std::string(text) + "\"", "give an amount such as \"$1.00\""};
  return wrong(
      "an amount of money", text,
      "give US dollars with at most six decimals and no thousands separators, for example \"$1.00\" or \"$0.00645\"");
}

Result<double> read_share(std::string_view text) {
  if (const auto share = share_of(trimmed(text))) return *share;
  return wrong("a share from 0 to 100 %", text,
               "give a percentage or a number from 0 to 1, for example \"97%\" or 0.97");
}

std::string rate_text(const Rate& rate) {
  std::string text = std::to_string(rate.millionths / 1'000'000);
  if (const std::int64_t rest = rate.millionths % 1'000'000; rest != 0) {
    std::string decimals = std::to_string(1'000'000 + rest).substr(1);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    text += "." + decimals;
  }
  for (const RateUnit& unit : rate_units) {
    if (unit.per == rate.per) return text + "/" + std::string(unit.name);
  }
  return text + " in " + duration_text(rate.per);
}

std::string usd_text(UsdMicros amount) {
  std::string digits = std::to_string(amount.count < 0 ? -amount.count : amount.count);
  if (digits.size() < 7) digits.insert(0, 7 - digits.size(), '0');
  std::string places = digits.substr(digits.size() - 6);
  while (!places.empty() && places.back() == '0') places.pop_back();
  if (places.size() == 1) places += '0';  // $0.50, not $0.5
  return (amount.count < 0 ? "-$" : "$") + digits.substr(0, digits.size() - 6) + (places.empty() ? "" : "." + places);
}

}  // namespace sendlab

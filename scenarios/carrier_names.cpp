#include "scenarios/carrier_names.hpp"

#include <algorithm>

#include "scenarios/nearest_name.hpp"

namespace sendlab {

bool known_carrier(FieldReader& f, const std::string& name, std::string_view path) {
  const Vocabulary& words = f.context().words();
  if (Vocabulary::knows(words.carriers, name)) return true;
  std::string guess = did_you_mean(name, words.us_carriers);
  if (guess.empty()) {
    const std::string_view country = nearest_name(name, words.carriers);
    if (!country.empty() && edit_distance(name, country) <= std::max<std::size_t>(1, name.size() / 5))
      guess = did_you_mean(name, words.carriers);
  }
  f.error(path, "is no known carrier: \"" + name + "\"" + guess,
          "carriers of the US are " + list_of(words.us_carriers) + "; elsewhere the one has its country's name");
  return false;
}

std::optional<std::string> carrier_name(FieldReader& f, std::string_view field) {
  auto given = f.text(field);
  if (given && !known_carrier(f, *given, field)) return std::nullopt;
  return given;
}

}  // namespace sendlab

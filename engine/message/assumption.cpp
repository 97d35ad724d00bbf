#include "engine/message/assumption.hpp"

#include <algorithm>

namespace sendlab {

void Assumptions::add(std::string_view id, std::string_view text, std::string_view source) {
  auto place =
      std::ranges::lower_bound(list_, id, std::less<>{}, [](const Assumption& a) -> std::string_view { return a.id; });
  if (place != list_.end() && place->id == id) return;
  list_.insert(place, {std::string(id), std::string(text), std::string(source)});
}

}  // namespace sendlab

#include "engine/message/type_names.hpp"

#include <algorithm>
#include <array>

namespace sendlab {
namespace {

// In the order of NumberType.
const std::vector<std::string> type_names = {"TEN_DLC", "LONG_CODE", "SHORT_CODE", "TOLL_FREE", "SIMULATOR"};
constexpr std::array<std::string_view, number_type_count> all_names{
    "TEN_DLC", "LONG_CODE", "SHORT_CODE", "TOLL_FREE", "SIMULATOR", "SENDER_ID", "SHARED_ROUTE"};

}  // namespace

const std::vector<std::string>& number_type_names() { return type_names; }

std::optional<NumberType> number_type_of(std::string_view name) {
  const auto found = std::find(type_names.begin(), type_names.end(), name);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<NumberType>(found - type_names.begin());
}

std::string_view name_of(NumberType type) { return all_names[static_cast<std::size_t>(type)]; }

const std::vector<std::string>& message_type_names() {
  static const std::vector<std::string> names = {"TRANSACTIONAL", "PROMOTIONAL"};
  return names;
}

std::optional<MessageType> message_type_of(std::string_view name) {
  if (name == "TRANSACTIONAL") return MessageType::transactional;
  if (name == "PROMOTIONAL") return MessageType::promotional;
  return std::nullopt;
}

std::string_view name_of(MessageType type) {
  return type == MessageType::transactional ? "TRANSACTIONAL" : "PROMOTIONAL";
}

}  // namespace sendlab

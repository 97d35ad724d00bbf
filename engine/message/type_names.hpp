#pragma once
// Number types and message types as the API, scenarios and tables write them.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/message/quantity.hpp"

namespace sendlab {

// What a phone number can be: not SENDER_ID and SHARED_ROUTE, which name_of() knows too.
[[nodiscard]] std::optional<NumberType> number_type_of(std::string_view name);  // "TEN_DLC" …
[[nodiscard]] std::string_view name_of(NumberType type);
[[nodiscard]] const std::vector<std::string>& number_type_names();

[[nodiscard]] std::optional<MessageType> message_type_of(std::string_view name);
[[nodiscard]] std::string_view name_of(MessageType type);
[[nodiscard]] const std::vector<std::string>& message_type_names();

}  // namespace sendlab

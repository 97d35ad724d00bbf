#pragma once
// What an endpoint says, in the words of the model: exceptions and reasons, event types.
#include <boost/json/fwd.hpp>
#include <optional>
#include <string_view>

#include "engine/message/message_fact.hpp"

namespace sendlab {

// A member that is text; empty when there is none.
std::string_view text_of(const boost::json::object& object, std::string_view name);
// The exception's name without its namespace.
std::string_view exception_of(const boost::json::object& body);
// The refusal that exception and reason stand for, else the nearest; never `throttled`.
Refusal refusal_named(std::string_view exception, std::string_view reason);
// Does the exception complain about keys or signature?
bool of_credentials(std::string_view exception);
// Of TEXT_DELIVERED and the like; nullopt for what no text message has.
std::optional<Status> status_named(std::string_view event_type);

}  // namespace sendlab

#pragma once
// What the sender of a refused message is told: the error of the API, what was wrong, and what to do about it.
#include "engine/api/operations.hpp"

namespace sendlab {

// The request as far as a refusal speaks of it.
struct RefusedSend {
  Destination to;
  const NumberModel* from = nullptr;         // nullptr: none was given and none found
  std::optional<MessageType> type;           // that the request or its configuration set asks for
  std::string_view body;
  bool voice = false;
  const Speech* speech = nullptr;            // voice: of the body
};
[[nodiscard]] ApiError refused(const OperationCall& call, const RefusedSend& send, Refusal refusal);
// Over a throughput: `answer` says which and until when.
[[nodiscard]] ApiError throttled(const OperationCall& call, const RefusedSend& send, const Answer& answer);
// A price above `most`, the request's member of that name.
[[nodiscard]] ApiError price_over(const char* member, const char* unit, UsdMicros price, std::string_view most);

// "1 s", "250 ms": rounded up.
[[nodiscard]] std::string in_words(Duration duration);

}  // namespace sendlab

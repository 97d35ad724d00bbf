#pragma once
// Calls as operations make them: the request to the service, what the log keeps, and the error of a refusal.
#include "engine/api/operations.hpp"

namespace sendlab {

struct CallToMake {
  NumberId from = no_number;                    // no_number: the pool chooses
  PoolId pool = no_pool;
  Destination to;
  std::string_view body;
  bool ssml = false;
  std::uint32_t configuration_set = no_configuration_set;
  std::string context;                          // `,"context":{…}` or empty
  Duration ttl = std::chrono::hours{72};
  std::optional<UsdMicros> most_per_minute;     // MaxPricePerMinute
  std::string_view most_as_given;               // the same as the request has it
  bool verification = false;                    // speaks a verification code: the sandbox lets it through (R-SBX-7)
  bool free_of_charge = false;                  // the first code to a number (R-SBX-5)
  bool dry_run = false;                         // only the answer; nothing is counted or dialled
};

// Its id, or why there is no call.
[[nodiscard]] Result<MessageId, ApiError> make_call(const OperationCall& call, const CallToMake& wanted);

}  // namespace sendlab

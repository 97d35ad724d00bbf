#pragma once
// The API of a simulated account: the target and body of a request in, status and body of its answer out. Knows no
// sockets.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/audit_log.hpp"
#include "engine/api/operations.hpp"

namespace sendlab {

struct ApiAnswer {
  int status = 200;
  std::string body;
  std::string error_type;  // x-amzn-ErrorType; empty: a success
};

// An error that the endpoint answers with instead of doing what it is asked (fault api_error).
struct ApiFault {
  std::string operation;   // empty: every operation
  std::string exception;   // "ThrottlingException"
  std::string reason;      // empty: none
  Instant from, to = never;
  double share = 1;
};

class Endpoint {
 public:
  // Both outlive the endpoint. `on_audit` is told of every record of the audit log; it may be empty.
  Endpoint(const ApiShapes& shapes, SimulatedAccount& account, std::function<void(const std::string&)> on_audit = {});

  // `target`: the header X-Amz-Target.
  [[nodiscard]] ApiAnswer answer(std::string_view target, std::string_view body, const ApiCaller& caller = {});
  // How long faults hold up a request that has come now: it is to be answered as one that comes so much later.
  [[nodiscard]] Duration held_up(std::string_view target);
  [[nodiscard]] const AuditLog& audit() const { return audit_; }

  // The fault holds from its instant on. An exception or reason that the operation cannot have is an error.
  [[nodiscard]] std::optional<Error> add_fault(ApiFault fault, RandomStream share);
  void end_faults() { faults_.clear(); }
  // Those that were added and are not over, and how many requests each answered.
  struct ActiveFault {
    ApiFault fault;
    RandomStream share;
    std::int64_t answered = 0;
  };
  [[nodiscard]] const std::vector<ActiveFault>& faults();

  // Requests by operation and by the exception they got ("" for success), for metrics.
  struct Count {
    std::string operation, exception;
    std::int64_t requests = 0;
  };
  [[nodiscard]] const std::vector<Count>& counts() const { return counts_; }

 private:
  std::optional<ApiError> fault_of(std::string_view operation);
  // The quota of requests of this second is used up.
  std::optional<ApiError> over_rate(std::string_view operation);
  void count(std::string_view operation, std::string_view exception);

  const ApiShapes& shapes_;
  SimulatedAccount& account_;
  std::vector<ActiveFault> faults_;
  std::vector<Count> counts_;
  RequestRates rates_;
  AuditLog audit_;
};

}  // namespace sendlab

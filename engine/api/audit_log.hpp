#pragma once
// The API audit log: one record for each request of the API but those that send, in the form of CloudTrail (R-CWM-6).
// Bounded: the newest records are kept.
#include <boost/json/object.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "engine/api/api_error.hpp"
#include "engine/api/resource_name.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

// Who asks, as far as the request tells.
struct ApiCaller {
  std::string access_key;      // of its credentials; empty: none
  std::string user_agent;
  std::string source_address;  // "127.0.0.1"
  std::string request_id;
};

// SendTextMessage and SendVoiceMessage are not recorded.
[[nodiscard]] bool is_audited(std::string_view operation);

class AuditLog {
 public:
  struct Options {
    ResourceScope scope;
    std::size_t keep = 10'000;
    std::size_t longest_parameters = 100'000;       // bytes; longer ones are left out of the record
    std::function<std::string()> next_event_id;     // a UUID
    std::function<void(const std::string&)> on_record;
  };
  explicit AuditLog(Options options);

  // `input`: the decoded request; null when it could not be decoded. `error`: null for a success.
  void add(std::string_view operation, const boost::json::object* input, const ApiError* error, const ApiCaller& caller,
           Instant now);

  // Each one JSON object without a line end, oldest first.
  [[nodiscard]] const std::deque<std::string>& records() const { return records_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  Options options_;
  std::deque<std::string> records_;
  std::uint64_t count_ = 0;
};

}  // namespace sendlab

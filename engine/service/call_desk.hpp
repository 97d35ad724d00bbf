#pragma once
// The service's state of calls: their limits, the phones, what is spent on them, and the calls that wait to be dialled.
// The calls themselves are rows of the message table; service_calls.cpp moves them.
#include <functional>
#include <vector>

#include "engine/service/call_limits.hpp"
#include "engine/service/call_network.hpp"
#include "engine/service/message_table.hpp"
#include "engine/service/spending.hpp"

namespace sendlab {

// The accepted calls of one number that wait for a rate, by place: first come, first served.
struct CallLine {
  NumberId number;
  MessageRow head = no_row, tail = no_row;
};

struct CallDesk {
  CallDesk(const ServiceModel& model,
           const std::function<RandomStream(std::string_view entity, std::string_view purpose)>& stream)
      : limits(model),
        network(model, stream),
        spending(model, stream("service", "voice_spend_enforcement"), Channel::voice),
        accounts(model.accounts.size()) {}

  struct Account {
    std::vector<std::uint32_t> lines;  // of its numbers that ever waited
    EventHandle wake;                  // when the first of them may go ...
    Instant wakes_at = never;          // ... and the instant
    UsdMicros reserved;                // what the calls on their way cost if they are answered and spoken to the end
    std::uint32_t stop_month = 0;      // the month in which its stop was decided
    bool has_called = false;           // R-VSB-7
  };

  CallLimits limits;
  CallNetwork network;
  Spending spending;
  std::vector<Account> accounts;
  std::vector<CallLine> lines;
  std::vector<std::uint32_t> line_of_number;  // UINT32_MAX: never waited
};

}  // namespace sendlab

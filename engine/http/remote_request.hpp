#pragma once
// A request as it goes over the wire: the operation and its JSON body.
#include <string>
#include <string_view>

#include "engine/service/backend.hpp"

namespace sendlab {

// What the requests of one workload carry beside what each SendRequest says.
struct RemoteSender {
  bool queues = true;                // keeps to the scenario's own limits
  std::string context;               // {"k":"v"}, or empty
  std::string configuration_set{};   // its name, or empty
  std::string country_parameters{};  // {"k":"v"}, or empty
  bool ssml = false;                 // of calls: their texts are SSML
  std::string voice_id{};            // of calls; empty: the endpoint's own
};

// The value of X-Amz-Target.
[[nodiscard]] std::string_view wire_target(const SendRequest& request);

// `identity`: what it is sent from; null: the request names nothing. `sender`: of its workload, or null.
[[nodiscard]] std::string wire_body(const SendRequest& request, const NumberModel* identity,
                                    const RemoteSender* sender);

}  // namespace sendlab

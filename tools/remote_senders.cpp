#include "tools/remote_senders.hpp"

#include <cstdlib>

#include "engine/http/credentials.hpp"
#include "reports/document.hpp"

namespace sendlab {
namespace {

// {"k":"v"}, or empty.
std::string json_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string json;
  for (const auto& [key, value] : entries)
    json += (json.empty() ? "{" : ",") + json_string(key) + ":" + json_string(value);
  return json.empty() ? json : json + "}";
}

}  // namespace

std::vector<RemoteSender> remote_senders(const Scenario& scenario) {
  std::vector<RemoteSender> senders;
  for (const Workload& workload : scenario.workloads) {
    RemoteSender sender;
    sender.queues = workload.client.when_throttled == ClientPolicy::WhenThrottled::queue;
    if (workload.configuration_set)
      sender.configuration_set =
          scenario.accounts[workload.account].configuration_sets[*workload.configuration_set].name;
    sender.context = json_of(workload.context);
    sender.country_parameters = json_of(workload.country_parameters);
    if (workload.channel == Channel::voice) {
      sender.ssml = workload.ssml;
      sender.voice_id = workload.voice_id;
    }
    senders.push_back(std::move(sender));
  }
  return senders;
}

Result<SigningKeys, Error> find_signing_keys(const Url& target, const std::string& region) {
  auto identity = find_aws_identity([](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value != nullptr && *value != '\0' ? std::optional<std::string>(value) : std::nullopt;
  });
  if (identity.ok())
    return SigningKeys{std::move(identity->credentials),
                       SigningScope{identity->region.empty() ? region : identity->region}};
  if (is_loopback(target)) return SigningKeys{Credentials{"sendlab", Secret("sendlab"), {}}, SigningScope{region}};
  return identity.error();
}

}  // namespace sendlab

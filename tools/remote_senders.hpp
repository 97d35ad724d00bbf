#pragma once
// What a scenario's requests carry over the wire, and with whose keys they are signed.
#include <vector>

#include "engine/http/remote_request.hpp"
#include "engine/http/sigv4.hpp"
#include "engine/http/url.hpp"
#include "engine/kernel/result.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// By WorkloadId.
[[nodiscard]] std::vector<RemoteSender> remote_senders(const Scenario& scenario);

// A simulated endpoint takes any signature; a real one needs real credentials.
//   region   of the signature, where the credentials name none
struct SigningKeys {
  Credentials credentials;
  SigningScope scope;
};
[[nodiscard]] Result<SigningKeys, Error> find_signing_keys(const Url& target, const std::string& region);

}  // namespace sendlab

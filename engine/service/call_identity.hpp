#pragma once
// The number that a call is made from when the request names a pool.
#include "engine/service/backend.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

// A number of the pool that has voice and is ACTIVE; of several always the same for a recipient, those of its country
// first. no_number: none, or the request names no pool.
[[nodiscard]] NumberId choose_for_call(const ServiceModel& model, const SendRequest& request, Instant now);

}  // namespace sendlab

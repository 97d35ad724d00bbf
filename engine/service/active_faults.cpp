#include "engine/service/active_faults.hpp"

#include <algorithm>

namespace sendlab {

ActiveFaults::ActiveFaults(const ServiceModel& model, std::vector<RandomStream> streams)
    : model_(model), streams_(std::move(streams)), affected_(model.faults.size()) {
  ENSURE(model.faults.size() <= 64, "a message remembers up to 64 faults");
  ENSURE(streams_.size() == model.faults.size(), "each fault has a stream");
}

void ActiveFaults::end(std::size_t fault) { active_.erase(std::find(active_.begin(), active_.end(), fault)); }

}  // namespace sendlab

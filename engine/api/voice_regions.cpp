#include "engine/api/voice_regions.hpp"

#include <algorithm>

namespace sendlab {

bool has_voice(std::string_view region) {
  static constexpr std::string_view without[] = {"ap-south-2",   "ap-southeast-3", "ap-southeast-4",
                                                 "eu-central-2", "eu-south-1",     "eu-south-2",
                                                 "il-central-1", "me-central-1",   "us-gov-east-1"};
  return std::ranges::find(without, region) == std::end(without);
}

}  // namespace sendlab

#pragma once
// The voices that SendVoiceMessage knows (api.md section 4). They sound different and take the same time.
#include <string>
#include <vector>

namespace sendlab {

[[nodiscard]] const std::vector<std::string>& voice_names();  // sorted, upper case

}  // namespace sendlab

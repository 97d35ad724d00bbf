#pragma once
// The files of carriers/tables, and the rule book rules.md, as they were when the program was built.
#include <string_view>

namespace sendlab {

// The text of "carriers.json", …; empty for a name that is not bundled.
[[nodiscard]] std::string_view bundled_table(std::string_view name);

}  // namespace sendlab

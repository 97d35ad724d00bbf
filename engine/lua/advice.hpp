#pragma once
// A remedy for the commonest errors of a script: a name that does not exist, or that scenarios do without.
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

// what: Lua's message, as "attempt to call a nil value (global 'wokload')". Empty when there is nothing to advise.
std::string advice_for(std::string_view what, std::vector<std::string> known_globals);

}  // namespace sendlab

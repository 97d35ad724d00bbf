#include "engine/lua/advice.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace sendlab {
namespace {

struct Absent {
  std::string_view name, instead;
};
constexpr std::array<Absent, 15> absent{{
    {"io", "scenarios have no files: read data with feed { file = … }"},
    {"os", "scenarios have no clock and no environment: ctx.now is the simulated time, param() a value from outside"},
    {"require", "a scenario is one file"},
    {"package", "a scenario is one file"},
    {"load", "a scenario is one text chunk"},
    {"loadstring", "a scenario is one text chunk"},
    {"loadfile", "a scenario is one file"},
    {"dofile", "a scenario is one file"},
    {"debug", "scenarios do without the debug library"},
    {"collectgarbage", "garbage is collected where it cannot be seen"},
    {"unpack", "use table.unpack"},
    {"random", "math.random is not there: draw from a named stream of ctx"},
    {"randomseed", "the seed of a run is the field seed of scenario { … }"},
    {"dump", "scenarios are text only"},
    {"setfenv", "Lua 5.4 has local _ENV = {} instead"},
}};

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// NAME of "(global 'NAME')" or "(field 'NAME')".
std::string_view quoted_after(std::string_view what, std::string_view opening) {
  const std::size_t begin = what.find(opening);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = what.substr(begin + opening.size());
  return rest.substr(0, rest.find('\''));
}

}  // namespace

std::string advice_for(std::string_view what, std::vector<std::string> known_globals) {
  if (what.find("a nil value") == std::string_view::npos) return "";
  const std::string_view global = quoted_after(what, "(global '");
  const std::string_view name = !global.empty() ? global : quoted_after(what, "(field '");
  for (const Absent& one : absent) {
    if (one.name == name) return std::string(one.instead);
  }
  if (global.empty()) return "";
  std::sort(known_globals.begin(), known_globals.end());  // of two as near, the first by name
  std::string_view nearest;
  std::size_t least = std::max<std::size_t>(2, global.size() / 3) + 1;
  for (const std::string& known : known_globals) {
    const std::size_t distance = edit_distance(global, known);
    if (distance < least) {
      least = distance;
      nearest = known;
    }
  }
  return nearest.empty() ? "" : "did you mean " + std::string(nearest) + "?";
}

}  // namespace sendlab

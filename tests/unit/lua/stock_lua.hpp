#pragma once
#include <string>
#include <string_view>

namespace sendlab::test {

// What print writes when stock Lua runs the text; its error message when it fails or does more than work instructions.
std::string printed_by_stock_lua(std::string_view text, int work = 50'000'000);

}  // namespace sendlab::test

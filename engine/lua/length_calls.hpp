#pragma once
// The operator # made the same in every run.
//
// In a table with holes, # may give any border, and which one depends on how Lua's table has grown, so on the seed of
// its string hash, so on the clock and on addresses. No metamethod reaches a plain table, therefore the text is
// changed: #x becomes a call of a function of ours, which gives a border that depends only on what is in the table.
#include <string>
#include <string_view>

namespace sendlab {

// The chunk as the body of a function, "return function(...) … end" below a local that holds the length function; lines
// stay. Empty when the chunk has no #. For text that compiles: call it after the compiler has accepted the original.
std::string with_length_calls(std::string_view text);

}  // namespace sendlab

#pragma once
// The known name that a misspelt one most likely meant.
#include <span>
#include <string>
#include <string_view>

namespace sendlab {

// Letters to insert, remove, replace or swap with a neighbour to make `a` of `b`, upper and lower case being alike.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest of `known`, the first of equals; "" when none is near: more than a third of the letters would have to
// change.
std::string_view nearest_name(std::string_view name, std::span<const std::string> known);

// "; did you mean mps?" or "", to append to an error about an unknown name.
std::string did_you_mean(std::string_view name, std::span<const std::string> known);

// "a, b and c", at most `most` of them and then how many more; for errors that list what is known.
std::string list_of(std::span<const std::string> names, std::size_t most = 20);

}  // namespace sendlab

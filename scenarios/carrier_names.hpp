#pragma once
// Names of carriers in scripts: the five of the US, and elsewhere one that is called like its country.
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/field_reader.hpp"

namespace sendlab {

// Records a fault unless a carrier is called so. A country is guessed only from a name that is nearly its own, so that
// a US carrier which is not modelled does not become one.
bool known_carrier(FieldReader& f, const std::string& name, std::string_view path);

// The carrier that a field names; nothing when the field is absent or at fault.
std::optional<std::string> carrier_name(FieldReader& f, std::string_view field);

}  // namespace sendlab

#pragma once
// Readers of what load_events.cpp adds to account { … }.
#include "scenarios/field_reader.hpp"

namespace sendlab {

// configuration_sets, alarms, and the options for what the user guide says in two ways.
void read_configuration_sets(FieldReader& f, AccountSpec& account);
void read_alarms(FieldReader& f, AccountDraft& draft);
void read_readings(FieldReader& f, AccountSpec& account);

}  // namespace sendlab

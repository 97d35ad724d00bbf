#pragma once
// What a test does to registrations and support cases beside the API, below /_sendlab/.
#include "engine/api/control.hpp"

namespace sendlab {

// GET registrations: each with its status and when the next thing happens to it
[[nodiscard]] ControlAnswer list_registrations(Emulation& emulation);
// POST registrations {"id": "registration-…", "outcome": "approve" | "deny" | "drawn", "reason": …, "after": "2h",
// "vetting_score": 76, "home": "US" | "international", "tax_record": "match" | "mismatch"} or {"carrier_review": false}
[[nodiscard]] ControlAnswer post_registrations(Emulation& emulation, std::string_view body);
// GET cases
[[nodiscard]] ControlAnswer list_cases(Emulation& emulation);
// POST cases {"kind": "sms_production_access", "region": "us-east-1", details …, "countries": {"DE": {…}}}, or
// {"id": "case-1", details …} to answer what was asked
[[nodiscard]] ControlAnswer post_cases(Emulation& emulation, std::string_view body);

}  // namespace sendlab

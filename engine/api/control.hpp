#pragma once
// What a test does to the simulated world beside its API: look at messages and events, begin faults, let handsets
// write. One function for each address below /_sendlab/; the clock and resets belong to whoever owns the emulation.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/api/emulation.hpp"

namespace sendlab {

struct ControlAnswer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

using Query = std::vector<std::pair<std::string, std::string>>;  // decoded

// GET messages ?after=ID &limit=100 &to=+1… &status=DELIVERED: {"messages": [ … ], "next": ID or null}
[[nodiscard]] ControlAnswer list_messages(Emulation& emulation, const Query& query);
// GET events ?after=SEQUENCE &limit=1000 [&configuration_set=NAME &destination=NAME]: one record a line. The headers
// x-sendlab-last (pass it as `after` next time) and x-sendlab-missed (events that are no longer kept) go with it.
[[nodiscard]] ControlAnswer list_events(Emulation& emulation, const Query& query);
// GET faults: the faults of the scenario and those added, with what each met so far
[[nodiscard]] ControlAnswer list_faults(Emulation& emulation);
// POST faults {"begin": 1}, {"end": 1} of the scenario's faults, counted from 1; or a fault of its own:
// {"kind": "outage", "carrier": "T-Mobile", "lasts": "5m", "share": 0.5}.
[[nodiscard]] ControlAnswer post_faults(Emulation& emulation, std::string_view body);
// POST inbound {"from": "+1…", "to": "+1… or the number's name", "body": "STOP"}
[[nodiscard]] ControlAnswer post_inbound(Emulation& emulation, std::string_view body);
// GET inbound ?after=SEQUENCE &limit=1000: what handsets wrote, one JSON object a line: sequence, at, published, and
// the payload that the two-way destination gets as the Message of a notification. The header x-sendlab-last as for
// events.
[[nodiscard]] ControlAnswer list_inbound(Emulation& emulation, const Query& query);
// GET audit ?limit=1000: {"Records": [ … ]}, the newest, oldest first
[[nodiscard]] ControlAnswer list_audit(Emulation& emulation, const Query& query);
// GET metrics: Prometheus text
[[nodiscard]] ControlAnswer metrics(Emulation& emulation);

// An error of the caller: 400 with {"error": …, "fix": …}.
[[nodiscard]] ControlAnswer bad_request(const std::string& what, const std::string& fix);

}  // namespace sendlab

#include "scenarios/print_plan.hpp"

#include <vector>

#include "engine/message/phone_number.hpp"
#include "scenarios/workload_source.hpp"

namespace sendlab {
namespace {

struct Planned {
  WorkloadSource source;
  const Workload* workload;
  PlannedSend send{};
  bool has = false;
};

// The earliest of the heads; of equals the first.
Planned* earliest(std::vector<Planned>& all) {
  Planned* first = nullptr;
  for (Planned& one : all) {
    if (one.has && (first == nullptr || one.send.offset < first->send.offset)) first = &one;
  }
  return first;
}

}  // namespace

std::optional<Error> print_plan(const Scenario& scenario, const SourceTables& tables, LuaSandbox* sandbox, Seed seed,
                                std::uint64_t replication, const std::function<void(std::string_view)>& print) {
  std::vector<Planned> all;
  const auto advance = [](Planned& one) -> std::optional<Error> {
    one.has = one.source.next(one.send);
    if (!one.has && one.source.error() != nullptr) return *one.source.error();
    return std::nullopt;
  };
  for (std::size_t i = 0; i < scenario.workloads.size(); ++i) {
    auto source =
        WorkloadSource::create(scenario, i, tables, seed, replication, {.keep_bodies = true, .sandbox = sandbox});
    if (!source.ok()) return source.error();
    if (source->is_closed()) continue;
    all.push_back({std::move(source).value(), &scenario.workloads[i]});
    if (auto error = advance(all.back())) return error;
  }
  std::string line;
  while (Planned* one = earliest(all)) {
    line = "{\"offset_s\":" + seconds_text(one->send.offset) + ",\"workload\":" + json_text(one->workload->name) +
           ",\"to\":" + json_text(to_e164(one->send.to.number)) + ",\"parts\":" + std::to_string(one->send.parts) +
           ",\"body\":" + json_text(one->send.body) + "}";
    print(line);
    if (auto error = advance(*one)) return error;
  }
  return std::nullopt;
}

std::string seconds_text(Duration duration) {
  constexpr std::int64_t second = 1'000'000'000;
  std::string text = std::to_string(duration.count() / second);
  if (const std::int64_t rest = duration.count() % second; rest != 0) {
    std::string decimals = std::to_string(second + rest).substr(1);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    text += "." + decimals;
  }
  return text;
}

std::string json_text(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20) {
      quoted += "\\u00";
      quoted += hex[byte >> 4u];
      quoted += hex[byte & 15u];
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

}  // namespace sendlab

#include "tools/world.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/kernel/calendar.hpp"
#include "engine/kernel/sha256.hpp"
#include "engine/kernel/time_zone.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {
std::string file_sha256(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Sha256 hash;
  char block[1 << 16];
  while (file.read(block, sizeof block) || file.gcount() > 0)
    hash.add({block, static_cast<std::size_t>(file.gcount())});
  return hash.hex();
}

Result<World, Errors> WorldBuilder::build() {
  world_.model.start = scenario_.start;
  world_.model.counts_from = scenario_.start + scenario_.warm_up;
  read_voice_tables();
  if (!errors_.empty()) return errors_;
  add_countries();
  add_carriers();
  add_accounts();
  add_registrations();
  add_templates();
  add_workloads();
  if (!errors_.empty()) return errors_;
  add_filters();
  add_faults();
  add_event_destinations();
  add_handsets();
  add_prices();
  add_voice_prices();
  add_addresses();
  if (!errors_.empty()) return errors_;
  add_limits_to_topology();
  for (const Assumption& assumption : used_.list())
    world_.assumptions.push_back(assumption.id + ": " + assumption.text + " [" + assumption.source + "]");

  auto& inputs = world_.inputs;
  if (!countries_.empty()) inputs.push_back({countries_, {}});
  std::sort(inputs.begin(), inputs.end(), [](const InputFile& a, const InputFile& b) { return a.name < b.name; });
  inputs.erase(std::unique(inputs.begin(), inputs.end(),
                           [](const InputFile& a, const InputFile& b) { return a.name == b.name; }),
               inputs.end());
  for (InputFile& input : inputs) {
    input.sha256 = file_sha256(input.name);
    input.name = std::filesystem::path(input.name).filename().string();  // a report is the same in any folder
  }
  return std::move(world_);
}

Result<World, Errors> build_world(const Scenario& scenario, const RuleTables& tables, bool open,
                                  const std::string& countries) {
  return WorldBuilder(scenario, tables, open, countries).build();
}

std::int64_t World::days_touched(CarrierId carrier, Instant first, Instant last) const {
  if (carrier == no_carrier) return 1;
  const TimeZone zone(model.carriers[carrier.index].posix_time_zone);
  return zone.day_number(last) - zone.day_number(first) + 1;
}

std::vector<CostLine> World::fixed_costs(Instant end, const DrawnProvisioning* drawn) const {
  std::vector<CostLine> lines;
  if (drawn != nullptr) lines = drawn->one_off_fees(end);
  for (Instant month = model.start; month < end || month == model.start; month = start_of_next_utc_month(month)) {
    for (std::size_t f = 0; f < monthly_fees.size(); ++f) {
      const MonthlyFee& fee = monthly_fees[f];
      if (drawn != nullptr &&
          (drawn->fees_begin()[f] >= start_of_next_utc_month(month) || drawn->fees_begin()[f] >= end))
        continue;
      UsdMicros usd;
      for (const DatedValue& row : fee.rows)
        if (row.from <= month || row.from == fee.rows.front().from) usd = row.value;
      auto line =
          std::find_if(lines.begin(), lines.end(), [&](const CostLine& l) { return l.usage_type == fee.usage_type; });
      if (line == lines.end()) line = lines.insert(lines.end(), {fee.usage_type, 0, {}});
      ++line->quantity;
      line->usd += usd;
    }
  }
  return lines;
}

}  // namespace sendlab

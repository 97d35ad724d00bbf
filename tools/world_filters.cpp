// Filters and quiet hours of the networks of a world.
#include <algorithm>

#include "carriers/filter_tables.hpp"
#include "scenarios/body_senders.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {
namespace {

void set_off(FilterContent& content, double share, const std::vector<const ContentWord*>& words) {
  bool shortener = false, restricted = false, style = false;
  for (const ContentWord* word : words) {
    switch (word->kind) {
      case ContentKind::shortener: shortener = true; break;
      case ContentKind::restricted:
      case ContentKind::offensive: restricted = true; break;
      case ContentKind::abbreviation:
      case ContentKind::currency:
      case ContentKind::personal: style = true; break;
      case ContentKind::marketing:
      case ContentKind::one_time_code: break;
    }
  }
  if (shortener) content.shortener += share;
  if (restricted) content.restricted += share;
  if (style) content.style += share;
}

FilterRules with(FilterRules rules, const FilterSpec& spec) {
  if (spec.shortener) rules.shortener = *spec.shortener;
  if (spec.restricted) rules.restricted = *spec.restricted;
  if (spec.style) rules.style = *spec.style;
  if (spec.snowshoe) rules.snowshoe = *spec.snowshoe;
  if (spec.long_code) rules.long_code = *spec.long_code;
  if (spec.long_code_messages) rules.long_code_messages = *spec.long_code_messages;
  if (spec.audit) rules.audit = *spec.audit;
  if (spec.audit_messages) rules.audit_messages = *spec.audit_messages;
  if (spec.recovery) rules.recovery = *spec.recovery;
  return rules;
}

// As a population has them: sorted by zone, cumulative, the last 1.
PeopleZones cumulative_zones(std::vector<std::pair<std::uint16_t, double>> weights) {
  std::ranges::sort(weights);
  double sum = 0, so_far = 0;
  for (const auto& [zone, weight] : weights) sum += weight;
  PeopleZones zones;
  for (const auto& [zone, weight] : weights) zones.emplace_back((so_far += weight) / sum, zone);
  if (!zones.empty()) zones.back().first = 1;
  return zones;
}

}  // namespace

void WorldBuilder::add_filters() {
  const NetworkSpec& network = scenario_.network;
  const bool any = network.filter.on || std::ranges::any_of(network.carriers, [](const CarrierOverride& o) {
                     return o.filter && o.filter->on;
                   });
  if (network.ideal || (!any && !network.quiet_hours)) return;
  world_.filters = std::make_unique<FilterWorld>();
  world_.filters->plan = tables_.number_plan();
  if (any) add_filter_contents();
  for (const CarrierRules& rules : tables_.carriers()) {
    const CarrierOverride* o = override_of(rules.name);
    const FilterSpec& spec = o != nullptr && o->filter ? *o->filter : network.filter;
    world_.filter_rules.push_back(spec.on ? std::optional(with(sendlab::filter_rules(rules.key), spec)) : std::nullopt);
  }
  if (network.quiet_hours) add_quiet_hours(*network.quiet_hours);
}

void WorldBuilder::add_filter_contents() {
  used_.add("filter-chances", "The chances that filters block a message are defaults that no source gives.",
            "carriers.json spam_filter");
  used_.add("filter-words", "Filters know restricted content, shorteners and style by a list of words.",
            "content_words.csv; R-SPM-3, R-SPM-4, R-SPM-9");
  used_.add("filter-long-code-carrier", "Each network counts the messages of a long code that it gets itself.",
            "R-SPM-1");
  const std::vector<ContentWord> words = content_words();
  auto& contents = world_.filters->contents;
  contents.resize(scenario_.workloads.size());
  for (std::size_t w = 0; w < contents.size(); ++w) {
    const auto texts = texts_of(scenario_.workloads[w].body);
    if (texts.empty())
      used_.add("filter-body-unread/" + scenario_.workloads[w].name,
                "Bodies that come from a feed or a function set no filter off by what they say.", "R-SPM-3, R-SPM-4");
    for (const auto& [share, text] : texts) set_off(contents[w], share, words_in(text, words));
  }
  for (const BodySenders& body : bodies_of_several_senders(scenario_))
    for (const std::size_t w : body.workloads) contents[w].snowshoe = true;
}

void WorldBuilder::add_quiet_hours(const QuietHoursSpec& spec) {
  used_.add("quiet-hours",
            "Networks hold or block promotional messages outside a country's hours, by the recipient's own clock.",
            "R-QUI-3");
  QuietTimes quiet;
  quiet.block = spec.block;
  quiet.hours.resize(tables_.countries().size());
  for (const auto& [iso, hours] : quiet_hours_by_country())
    if (const CountryRules* country = tables_.country(iso)) quiet.hours[country->id.index] = hours;
  for (const QuietHoursSpec::Row& row : spec.rows)
    if (const CountryRules* country = tables_.country(row.country)) quiet.hours[country->id.index] = row.hours;

  std::vector<std::vector<std::pair<std::uint16_t, double>>> of_country(tables_.countries().size());
  for (const TimeZoneRow& zone : tables_.time_zones()) {
    const auto place = static_cast<std::uint16_t>(quiet.zones.size());
    quiet.zones.push_back(zone.posix_tz);
    if (const CountryRules* country = tables_.country(zone.iso); country != nullptr && zone.weight > 0)
      of_country[country->id.index].emplace_back(place, zone.weight);
  }
  for (auto& weights : of_country) quiet.of_country.push_back(cumulative_zones(std::move(weights)));
  for (const Workload& workload : scenario_.workloads) {
    std::vector<std::pair<std::uint16_t, double>> weights;
    if (const auto* people = std::get_if<PopulationRecipients>(&workload.to))
      for (const auto& [name, weight] : people->time_zones)
        for (std::size_t i = 0; i < tables_.time_zones().size(); ++i)
          if (tables_.time_zones()[i].zone == name) weights.emplace_back(static_cast<std::uint16_t>(i), weight);
    quiet.of_workload.push_back(cumulative_zones(std::move(weights)));
  }
  world_.filters->quiet = std::move(quiet);
}

}  // namespace sendlab

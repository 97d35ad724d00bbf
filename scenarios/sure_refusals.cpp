#include "scenarios/sure_refusals.hpp"

#include <algorithm>

#include "engine/message/type_names.hpp"
#include "scenarios/advice_parts.hpp"
#include "scenarios/number_rules.hpp"

namespace sendlab {
namespace {

bool reaches(const NumberSpec& number, const std::string& country) {
  return number.country == country || (number.country == "US" && is_us_or_territory(country));
}

// Rows of a feed and functions of the script may name another sender or type for each message.
bool decides_later(const Workload& workload) {
  const auto* rows = std::get_if<Feed>(&workload.to);
  return std::holds_alternative<ScriptFunction>(workload.body) || (rows != nullptr && !rows->from.empty());
}

}  // namespace

void warn_of_sure_refusals(LoadContext& context, const Scenario& scenario, const Workload& workload) {
  if (workload.channel != Channel::sms || workload.account >= scenario.accounts.size() || decides_later(workload))
    return;
  const auto numbers = numbers_of(scenario, workload);
  if (numbers.empty()) return;
  const auto all = [&](auto&& is) { return std::ranges::all_of(numbers, is); };
  const std::string name = "workload " + workload.name, from = numbers.front()->name;
  if (workload.message_type && all([&](const NumberSpec* n) { return n->message_type != *workload.message_type; })) {
    const std::string own(name_of(numbers.front()->message_type));
    context.warn(workload.where,
                 name + " is " + std::string(name_of(*workload.message_type)) + " and sends from " + from +
                     ", which is " + own + ": every request will be refused (MESSAGE_TYPE_MISMATCH, R-TYP-6)",
                 "leave message_type out, or give the number message_type = \"" +
                     std::string(name_of(*workload.message_type)) + "\"");
  }
  // A pool turns to its sender IDs and shared routes where no number of it can send.
  if (workload.from.kind == Origination::Kind::pool) return;
  if (all([](const NumberSpec* n) { return !n->sms; }))
    context.warn(workload.where,
                 name + " sends text messages from " + from +
                     ", which has no SMS: every request will be refused (NUMBER_CAPABILITIES_MISMATCH)",
                 "give the number capabilities = { \"SMS\", \"VOICE\" }, or the workload channel = \"VOICE\"");
  const auto* people = std::get_if<PopulationRecipients>(&workload.to);
  if (people == nullptr) return;
  if (all([](const NumberSpec* n) { return n->type == NumberType::simulator; }))
    context.warn(workload.where,
                 name + " writes to people from " + from +
                     ", a simulator number, which reaches the simulator's numbers alone: every request will be refused "
                     "(INVALID_IDENTITY_FOR_DESTINATION_COUNTRY, R-SIM-5)",
                 "send to the numbers of simulator_numbers.csv, or from a number of another type");
  else if (all([&](const NumberSpec* n) { return !reaches(*n, people->country); }))
    context.warn(workload.where,
                 name + " writes to people of " + people->country + " from " + from + ", a number of " +
                     numbers.front()->country +
                     ": every request will be refused (INVALID_IDENTITY_FOR_DESTINATION_COUNTRY, R-ORG-1)",
                 "send from a number of " + people->country + ", or leave from out");
}

}  // namespace sendlab

#include "tests/unit/api/served_world.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/unit/api/api_shapes_fixture.hpp"
#include "tools/planned_cases.hpp"
#include "tools/replication.hpp"
#include "tools/senders.hpp"

namespace sendlab::test {
namespace {

constexpr Seed seed{7};

std::string with_quotes(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

std::string text_of(const boost::json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

}  // namespace

std::string Reply::text(std::string_view member) const { return text_of(body, member); }

std::string Reply::verdict() const {
  if (ok()) return "ok";
  return reason.empty() ? exception : exception + " " + reason;
}

ServedWorld::ServedWorld(const std::string& account_fields, const std::string& scenario_fields,
                         const std::function<void(AccountQuotas&)>& adjust) {
  const std::string limit =
      account_fields.find("monthly_spend_limit") == std::string::npos ? "monthly_spend_limit = \"$1000\", " : "";
  const std::string network = scenario_fields.find("network") == std::string::npos
                                  ? "network = ideal { accept = \"100ms\", delivery = \"1s\" }, "
                                  : "";
  PrepareOptions options;
  options.serving = true;
  auto prepared = prepare_scenario(
      folder_.write("served.lua", "return scenario { start = \"2026-06-10T09:00:00Z\", " + network + scenario_fields +
                                      "\naccount = account { " + limit + account_fields + " } }"),
      {}, options);
  if (!prepared.ok()) FAIL(prepared.error().front().where + ": " + prepared.error().front().what);
  prepared_.emplace(std::move(prepared).value());
  World& world = prepared_->world;
  world.model.constants.limit_memory = std::chrono::hours{1};
  const auto streams = streams_of(seed, 0);
  catalogue_ = std::make_unique<RuleCatalogue>(*prepared_->tables, prepared_->loaded.scenario, world.model);
  AccountQuotas quotas = quotas_of(*prepared_->tables);
  if (adjust) adjust(quotas);
  const auto drawn = draw_provisioning(world, seed.value, 0);
  emulation_ = std::make_unique<Emulation>(
      shapes(),
      EmulationParts{drawn ? drawn->model() : world.model, make_carriers(world, streams.stream), streams.stream,
                     *world.addresses, *catalogue_, AccountId{0}, seed, quotas,
                     [this] { return deactivated_numbers(prepared_->loaded.scenario, prepared_->world); }},
      nullptr);
  plan_cases(emulation_->account().cases(), world);
}

Reply ServedWorld::call(std::string_view operation, std::string body) {
  const ApiAnswer answer =
      emulation_->endpoint().answer("PinpointSMSVoiceV2." + std::string(operation), with_quotes(std::move(body)));
  advance(Duration{0});
  Reply reply{.status = answer.status, .body = boost::json::parse(answer.body).as_object()};
  reply.message = reply.text("Message");
  if (answer.status == 200) return reply;
  const std::string type = reply.text("__type");
  reply.exception = type.substr(type.find('#') + 1);
  CHECK(reply.exception == answer.error_type);
  reply.reason = reply.text("Reason");
  reply.resource_type = reply.text("ResourceType");
  reply.resource_id = reply.text("ResourceId");
  if (const auto* fields = reply.body.if_contains("Fields"))
    for (const auto& field : fields->as_array()) reply.fields.push_back(text_of(field.as_object(), "Name"));
  return reply;
}

std::string ServedWorld::send(std::string body) {
  const Reply reply = call("SendTextMessage", std::move(body));
  INFO(reply.message);
  REQUIRE(reply.verdict() == "ok");
  return reply.text("MessageId");
}

void ServedWorld::advance(Duration by) {
  emulation_->simulation().run_until(emulation_->simulation().now() + by,
                                     [&](const ScheduledEvent& event) { emulation_->handle(event); });
  emulation_->flush();
}

std::string ServedWorld::last_text_to(const std::string& number) {
  const auto list =
      boost::json::parse(list_messages(*emulation_, {{"to", number}}).body).as_object().at("messages").as_array();
  return list.empty() ? "" : text_of(list.back().as_object(), "messageBody");
}

std::vector<std::string> ServedWorld::events_of(std::string_view message_id, std::string_view destination) {
  std::vector<std::string> types;
  for (const LoggedEvent& event : emulation_->account().log().events()) {
    if (text_of(boost::json::parse(event.record).as_object(), "messageId") != message_id) continue;
    const auto& takers = event.destinations;
    if (destination.empty() || std::find(takers.begin(), takers.end(), destination) != takers.end())
      types.push_back(event.type);
  }
  return types;
}

std::vector<boost::json::object> ServedWorld::records_of(std::string_view message_id) {
  std::vector<boost::json::object> records;
  for (const LoggedEvent& event : emulation_->account().log().events()) {
    auto record = boost::json::parse(event.record).as_object();
    if (text_of(record, "messageId") == message_id) records.push_back(std::move(record));
  }
  return records;
}

void ServedWorld::inbound(const std::string& from, const std::string& to, const std::string& body) {
  const ControlAnswer answer =
      post_inbound(*emulation_, with_quotes("{'from': '" + from + "', 'to': '" + to + "', 'body': '" + body + "'}"));
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  advance(Duration{0});
}

}  // namespace sendlab::test

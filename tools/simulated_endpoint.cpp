#include "tools/simulated_endpoint.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "engine/kernel/calendar.hpp"

namespace sendlab {
namespace {

std::string text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string{};
}

}  // namespace

HttpClient::Result ask(EventLoop& loop, HttpClient& client, HttpRequest request) {
  std::optional<HttpClient::Result> answer;
  client.send(std::move(request), [&](HttpClient::Result result) { answer.emplace(std::move(result)); });
  while (!answer && loop.run_one()) {
  }
  if (answer) return std::move(*answer);
  HttpFailure stopped;
  stopped.what = "the request was dropped";
  stopped.kind = HttpFailure::Kind::stopped;
  return stopped;
}

HttpRequest get_request(std::string target) {
  HttpRequest request;
  request.target = std::move(target);
  return request;
}

std::optional<Health> health_of(const HttpResponse& response) {
  boost::system::error_code failed;
  const boost::json::value value = boost::json::parse(response.body, failed);
  if (response.status != 200 || failed || !value.is_object() || text_of(value.get_object(), "service") != "sendlab")
    return std::nullopt;
  const boost::json::object& body = value.get_object();
  const auto clock = parse_clock_speed(text_of(body, "clock"), "");
  const auto now = parse_rfc3339(text_of(body, "now"));
  if (!clock.ok() || !now.ok()) return std::nullopt;
  Health health{clock.value(), text_of(body, "scenario"), text_of(body, "scenario_sha256"), now.value(),
                (response.timings.write_started_ns + response.timings.finished_ns) / 2,
                (response.timings.finished_ns - response.timings.write_started_ns + 1) / 2};
  if (const auto* last = body.if_contains("last_event"); last != nullptr && last->is_number())
    health.last_event = last->to_number<std::uint64_t>();
  return health;
}

std::vector<std::int64_t> messages_affected(EventLoop& loop, HttpClient& client, std::size_t faults) {
  std::vector<std::int64_t> counts(faults);
  const auto answer = ask(loop, client, get_request("/_sendlab/faults"));
  if (!answer.ok()) return counts;
  boost::system::error_code failed;
  const boost::json::value value = boost::json::parse(answer.value().body, failed);
  if (failed || !value.is_object() || !value.get_object().contains("faults")) return counts;
  const boost::json::array& list = value.get_object().at("faults").as_array();
  for (std::size_t i = 0; i < std::min(faults, list.size()); ++i)
    if (const auto* n = list[i].as_object().if_contains("messages_affected")) counts[i] = n->to_number<std::int64_t>();
  return counts;
}

}  // namespace sendlab

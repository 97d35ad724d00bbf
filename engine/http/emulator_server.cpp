#include "engine/http/emulator_server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engine/api/control_registrations.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

constexpr std::string_view control_path = "/_sendlab/";
constexpr std::uint8_t held_request_comes = 252;  // kind of event: beside those of the emulation

constexpr std::string_view front_page =
    "sendlab: a simulated SMS and Voice v2 service. Set this address as the endpoint of an AWS SDK client.\n\n"
    "GET  /_sendlab/health     what runs here, simulated time\n"
    "GET  /_sendlab/messages   messages sent, with their texts    ?to= &status= &after= &limit=\n"
    "GET  /_sendlab/events     event records, one a line          ?after= &limit= &configuration_set= &destination=\n"
    "GET  /_sendlab/metrics    Prometheus text\n"
    "GET  /_sendlab/audit      the API audit log, in CloudTrail's form\n"
    "GET  /_sendlab/s3/BUCKET/KEY  deactivation reports; an object store's client takes http://HOST:PORT/_sendlab/s3 "
    "as its endpoint\n"
    "POST /_sendlab/clock      {\"advance\": \"72h\"} or {\"to\": \"2026-11-28T09:00:00Z\"}\n"
    "GET  /_sendlab/faults     what each fault met so far\n"
    "POST /_sendlab/faults     {\"kind\": \"outage\", \"carrier\": \"T-Mobile\", \"lasts\": \"5m\"} or {\"begin\": 1} "
    "of the scenario's\n"
    "GET  /_sendlab/inbound    what handsets wrote, with the payload that goes to two-way destinations\n"
    "POST /_sendlab/inbound    {\"from\": \"+1…\", \"to\": \"+1…\", \"body\": \"STOP\"}\n"
    "GET  /_sendlab/registrations   what is under way\n"
    "POST /_sendlab/registrations   {\"id\": \"registration-…\", \"outcome\": \"approve\", \"after\": \"2h\"}\n"
    "GET  /_sendlab/cases      support cases\n"
    "POST /_sendlab/cases      {\"kind\": \"sms_production_access\", \"region\": \"us-east-1\", \"website\": …}\n"
    "POST /_sendlab/reset      the start again: nothing of what was made or sent remains\n";

void answer(Responder& responder, ControlAnswer from) {
  HttpResponse response;
  response.status = from.status;
  response.headers.add("Content-Type", from.content_type);
  for (const auto& [name, value] : from.headers) response.headers.add(name, value);
  response.body = std::move(from.body);
  responder.respond(std::move(response));
}

// Who asks: the access key of `Authorization: AWS4-HMAC-SHA256 Credential=KEY/…`, and where the request comes from.
ApiCaller caller_of(const HttpRequest& request, std::string request_id) {
  constexpr std::string_view credential = "Credential=";
  ApiCaller caller;
  caller.request_id = std::move(request_id);
  caller.user_agent = request.headers.get("user-agent");
  caller.source_address = request.peer.substr(0, request.peer.rfind(':'));
  const std::string_view authorization = request.headers.get("authorization");
  if (const std::size_t at = authorization.find(credential); at != authorization.npos) {
    const std::string_view rest = authorization.substr(at + credential.size());
    caller.access_key = rest.substr(0, rest.find('/'));
  }
  return caller;
}

}  // namespace

EmulatorServer::EmulatorServer(EventLoop& loop, EmulatorOptions options, MakeEmulation make,
                               std::function<void(const LoggedEvent&)> on_event)
    : loop_(loop),
      options_(std::move(options)),
      make_(std::move(make)),
      on_event_(std::move(on_event)),
      http_(loop, options_.http, [this](HttpRequest&& request, Responder responder) {
        on_request(std::move(request), std::move(responder));
      }) {}

EmulatorServer::~EmulatorServer() = default;

Result<std::uint16_t> EmulatorServer::start() {
  const auto port = http_.listen();
  if (port.ok()) begin_life();
  return port;
}

void EmulatorServer::begin_life() {
  driver_.reset();
  held_.clear();
  emulation_ = make_([this](const LoggedEvent& event) {
    if (on_event_) on_event_(event);
  });
  driver_ = std::make_unique<PacedDriver>(
      loop_, emulation_->simulation(), options_.clock,
      [this](const ScheduledEvent& event) {
        if (event.kind != held_request_comes) return emulation_->handle(event);
        auto held = held_.extract(event.subject);
        emulation_->flush();
        answer_call(held.mapped().request, held.mapped().responder);
      },
      [this] { emulation_->flush(); });
  driver_->start();
}

void EmulatorServer::stop(std::function<void()> stopped) {
  if (driver_) driver_->stop();
  http_.stop(std::chrono::seconds{2}, std::move(stopped));
}

void EmulatorServer::catch_up() {
  driver_->catch_up();
  emulation_->flush();
}

void EmulatorServer::on_request(HttpRequest&& request, Responder responder) {
  const std::string_view path = request.path();
  if (options_.other && request.method == "GET")
    if (auto response = options_.other(request)) return responder.respond(std::move(*response));
  if (path.starts_with(control_path) || path == control_path.substr(0, control_path.size() - 1))
    return on_control(request,
                      path.size() > control_path.size() ? path.substr(control_path.size()) : std::string_view{},
                      std::move(responder));
  HttpResponse response;
  if (request.method != "POST" || path != "/") {
    response.status = request.method == "POST" ? 404 : 405;
    response.headers.add("Content-Type", "application/json");
    response.body = R"({"__type":"com.amazon.coral.service#UnknownOperationException","Message":"requests of the API are POST /; see /_sendlab/"})";
    return responder.respond(std::move(response));
  }
  catch_up();
  if (const Duration late = emulation_->endpoint().held_up(request.headers.get("x-amz-target")); late.count() > 0) {
    Simulation& simulation = emulation_->simulation();
    simulation.schedule(simulation.now() + late, Priority::submit, held_request_comes, held_so_far_);
    held_.emplace(held_so_far_++, HeldRequest{std::move(request), std::move(responder)});
    return driver_->wake();
  }
  answer_call(request, responder);
  driver_->wake();
}

void EmulatorServer::answer_call(const HttpRequest& request, Responder& responder) {
  HttpResponse response;
  const ApiCaller caller =
      caller_of(request, emulation_->account().log().uuid(MessageId{(std::uint64_t{3} << 62) + requests_made_++}));
  ApiAnswer reply = emulation_->endpoint().answer(request.headers.get("x-amz-target"), request.body, caller);
  response.status = reply.status;
  response.headers.add("Content-Type", "application/x-amz-json-1.0");
  response.headers.add("x-amzn-RequestId", caller.request_id);
  if (!reply.error_type.empty()) response.headers.add("x-amzn-ErrorType", reply.error_type);
  response.body = std::move(reply.body);
  responder.respond(std::move(response));
}

void EmulatorServer::on_control(const HttpRequest& request, std::string_view name, Responder responder) {
  struct Address {
    std::string_view name, methods;
  };
  static constexpr Address addresses[] = {{"", "GET"},
                                          {"health", "GET"},
                                          {"messages", "GET"},
                                          {"events", "GET"},
                                          {"metrics", "GET"},
                                          {"audit", "GET"},
                                          {"clock", "POST"},
                                          {"faults", "GET POST"},
                                          {"inbound", "GET POST"},
                                          {"reset", "POST"},
                                          {"registrations", "GET POST"},
                                          {"cases", "GET POST"}};
  if (name.starts_with("s3/")) return on_object(request, name.substr(3), responder);
  const Address* known = nullptr;
  for (const Address& address : addresses)
    if (address.name == name) known = &address;
  const bool post = request.method == "POST";
  if (known == nullptr) return answer(responder, {404, R"({"error":"nothing is here","fix":"GET /_sendlab/ lists what there is"})" "\n", "application/json", {}});
  if ((!post && request.method != "GET") || known->methods.find(post ? "POST" : "GET") == std::string_view::npos)
    return answer(responder, {405, R"({"error":"this address takes )" + std::string(known->methods) + R"(","fix":"GET /_sendlab/ shows how"})" "\n", "application/json", {}});
  catch_up();
  if (name.empty()) return answer(responder, {200, std::string(front_page), "text/plain; charset=utf-8", {}});
  if (name == "health") return answer(responder, {200, health(), "application/json", {}});
  if (name == "messages") return answer(responder, list_messages(*emulation_, request.parameters()));
  if (name == "events") return answer(responder, list_events(*emulation_, request.parameters()));
  if (name == "metrics") return answer(responder, metrics(*emulation_));
  if (name == "audit") return answer(responder, list_audit(*emulation_, request.parameters()));
  if (name == "clock") return on_clock(request, std::move(responder));
  if (name == "reset") {
    begin_life();
    return answer(responder, {200, health(), "application/json", {}});
  }
  if (name == "inbound" && !post) return answer(responder, list_inbound(*emulation_, request.parameters()));
  if (name == "faults" && !post) return answer(responder, list_faults(*emulation_));
  if (name == "registrations" || name == "cases") {
    const bool of_cases = name == "cases";
    if (!post) return answer(responder, of_cases ? list_cases(*emulation_) : list_registrations(*emulation_));
    answer(responder, of_cases ? post_cases(*emulation_, request.body) : post_registrations(*emulation_, request.body));
    return driver_->wake();
  }
  answer(responder,
         name == "faults" ? post_faults(*emulation_, request.body) : post_inbound(*emulation_, request.body));
  driver_->wake();
}

// BUCKET/KEY is an object, BUCKET?list-type=2&prefix=… the keys.
void EmulatorServer::on_object(const HttpRequest& request, std::string_view path, Responder& responder) {
  HttpResponse response;
  if (request.method != "GET") {
    response.status = 405;
    return responder.respond(std::move(response));
  }
  catch_up();
  const std::size_t slash = path.find('/');
  const std::string bucket = percent_decoded(path.substr(0, slash)),
                    key = slash == path.npos ? "" : percent_decoded(path.substr(slash + 1));
  const bool pays = request.headers.get("x-amz-request-payer") == "requester";
  const Instant now = emulation_->simulation().now(), start = emulation_->model().start;
  DeactivationReports& reports = emulation_->deactivation_reports();
  StoredObject object = key.empty() ? reports.list(bucket, request.parameter("prefix").value_or(""), pays, now, start)
                                    : reports.get(bucket, key, pays, now, start);
  response.status = object.status;
  response.headers.add("Content-Type", object.content_type);
  if (object.status == 200) response.headers.add("x-amz-request-charged", "requester");
  response.body = std::move(object.body);
  responder.respond(std::move(response));
}

// {"advance": "72h"} or {"to": "2026-11-28T09:00:00Z"}; answers when all events up to there have run.
void EmulatorServer::on_clock(const HttpRequest& request, Responder responder) {
  auto refuse = [&](const std::string& what, const std::string& fix) { answer(responder, bad_request(what, fix)); };
  boost::system::error_code failed;
  const boost::json::value body = boost::json::parse(request.body, failed);
  const boost::json::object* object = failed ? nullptr : body.if_object();
  if (object == nullptr || object->size() != 1)
    return refuse("the body needs one member, advance or to", "for example {\"advance\": \"72h\"}");
  const auto& member = *object->begin();
  const bool advance = member.key() == "advance";
  if ((!advance && member.key() != "to") || !member.value().is_string())
    return refuse("the body needs one member, advance or to, with a text", "for example {\"advance\": \"72h\"}");
  const std::string_view text = member.value().get_string();
  const Instant now = emulation_->simulation().now();
  Duration by{};
  if (advance) {
    const auto duration = read_duration(text);
    if (!duration.ok()) return refuse("advance " + duration.error().what, duration.error().fix);
    by = duration.value();
  } else {
    const auto instant = parse_rfc3339(text);
    if (!instant.ok()) return refuse("to " + instant.error().what, instant.error().fix);
    if (instant.value() < now)
      return refuse("time never goes back: it is " + to_rfc3339(now), "POST /_sendlab/reset begins anew");
    by = instant.value() - now;
  }
  if (by > std::chrono::hours{24 * 366}) return refuse("a year at most in one step", "take several steps");
  // The responder must live until the events have run; std::function wants something that can be copied.
  auto later = std::make_shared<Responder>(std::move(responder));
  driver_->advance(by, [this, later](Instant at) {
    emulation_->flush();
    answer(*later, {200, "{\"now\":\"" + to_rfc3339(at) + "\"}\n", "application/json", {}});
  });
}

std::string EmulatorServer::health() {
  MessageLog& log = emulation_->account().log();
  const boost::json::object object{{"service", "sendlab"},
                                   {"version", options_.version},
                                   {"scenario", options_.scenario},
                                   {"scenario_sha256", options_.scenario_sha256},
                                   {"seed", std::to_string(options_.seed)},
                                   {"clock", to_text(options_.clock)},
                                   {"now", to_rfc3339(emulation_->simulation().now())},
                                   {"lag_ms", driver_->lag() / std::chrono::milliseconds{1}},
                                   {"accepted", log.accepted()},
                                   {"finished", log.finished()},
                                   {"in_flight", emulation_->service().in_flight()},
                                   {"last_event", log.last_sequence()}};
  return boost::json::serialize(object) + "\n";
}

}  // namespace sendlab

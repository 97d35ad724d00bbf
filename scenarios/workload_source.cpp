#include "scenarios/workload_source.hpp"

#include <algorithm>
#include <variant>

#include "engine/kernel/ensure.hpp"
#include "scenarios/arrivals.hpp"
#include "scenarios/bodies.hpp"
#include "scenarios/feed.hpp"
#include "scenarios/local_arrivals.hpp"
#include "scenarios/script_body.hpp"
#include "scenarios/send_overrides.hpp"
#include "scenarios/voice_bodies.hpp"

namespace sendlab {
namespace {

// A feed's value as it is: the body of a send.
struct BodyColumn {
  std::size_t place = 0;
  bool own_feed = false;  // not the recipients' one
  std::string text;
};

// Collects the columns that a reader shall keep, each once.
class Columns {
 public:
  std::size_t place(const std::string& name) {
    const auto known = std::find(names_.begin(), names_.end(), name);
    if (known != names_.end()) return static_cast<std::size_t>(known - names_.begin());
    names_.push_back(name);
    return names_.size() - 1;
  }
  std::optional<std::size_t> role(const std::string& name) {
    return name.empty() ? std::nullopt : std::optional(place(name));
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

Result<std::unique_ptr<FeedReader>> open_feed(const Feed& feed, const Columns& columns) {
  return FeedReader::open(
      {.file = feed.file, .columns = columns.names(), .wrap = feed.wrap, .random_order = feed.random_order});
}

std::optional<TimeZone> zone_of_profile(const Arrivals& arrivals, const SourceTables& tables) {
  const auto* profile = std::get_if<ProfileArrivals>(&arrivals);
  if (profile == nullptr || profile->time_zone.empty()) return std::nullopt;
  for (const SourceTables::Zone& zone : tables.zones) {
    if (zone.name == profile->time_zone) return TimeZone(zone.posix_tz);
  }
  return std::nullopt;
}

}  // namespace

Duration end_of_plan(const Scenario& scenario) { return scenario.horizon.value_or(longest_horizon); }

struct WorkloadSource::State {
  State(const Workload& of, RecipientSource people) : workload(of), recipients(std::move(people)) {}

  bool advance_feeds();
  bool body_of(PlannedSend& send);
  bool fail(Error what) {
    error = std::move(what);
    return false;
  }

  const Workload& workload;
  std::optional<ArrivalProcess> arrivals;  // none when closed or local
  std::optional<LocalArrivals> local;      // a profile in each recipient's own time
  std::uint16_t zone = no_zone;            // local: where the person of the next send lives
  RecipientSource recipients;
  std::unique_ptr<FeedReader> feed;       // the recipients' feed, which the body may share
  std::unique_ptr<FeedReader> body_feed;  // the body's own
  std::string file;                       // of `feed`
  std::optional<std::size_t> ttl, from;   // columns of `feed`
  std::variant<BodyColumn, TemplateSource, ScriptBody> body;
  OriginationNames origination;
  RandomStream recipient_draws, body_draws;
  bool keep_bodies = false;
  std::optional<SpeechRules> speech;       // of a workload of calls
  std::uint64_t index = 0;
  std::optional<Error> error;
};

WorkloadSource::WorkloadSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
WorkloadSource::WorkloadSource(WorkloadSource&&) noexcept = default;
WorkloadSource& WorkloadSource::operator=(WorkloadSource&&) noexcept = default;
WorkloadSource::~WorkloadSource() = default;

bool WorkloadSource::is_closed() const { return !state_->arrivals && !state_->local; }
const Error* WorkloadSource::error() const { return state_->error ? &*state_->error : nullptr; }

Result<WorkloadSource> WorkloadSource::create(const Scenario& scenario, std::size_t place, const SourceTables& tables,
                                              Seed seed, std::uint64_t replication, Options options) {
  ENSURE(place < scenario.workloads.size(), "the workload exists");
  const Workload& workload = scenario.workloads[place];
  const std::string entity = "workload/" + workload.name;
  const auto key = [&](std::string_view purpose) { return stream_key(seed, replication, entity, purpose); };

  Columns columns, body_columns;
  const auto* to = std::get_if<Feed>(&workload.to);
  RecipientColumns roles;
  if (to != nullptr) {
    roles = {columns.place(to->number), columns.role(to->carrier), columns.role(to->time_zone)};
  }
  auto people = RecipientSource::create(workload, tables, roles);
  if (!people.ok()) return people.error();
  auto state = std::make_unique<State>(workload, std::move(people).value());
  state->recipient_draws = RandomStream(key("recipients"));
  state->body_draws = RandomStream(key("body"));
  state->keep_bodies = options.keep_bodies;
  if (workload.channel == Channel::voice) state->speech = speech_rules(workload, tables.speech);
  state->origination = OriginationNames(scenario.accounts.at(workload.account));
  if (to != nullptr) {
    state->file = to->file;
    state->ttl = columns.role(to->ttl);
    state->from = columns.role(to->from);
  }

  if (const auto* profile = std::get_if<ProfileArrivals>(&workload.arrivals);
      profile != nullptr && profile->time_zone == "recipient") {
    const auto zones = state->recipients.people_by_zone();
    if (zones.empty())
      return Error{workload.where, "no time zone is known for the recipients of workload " + workload.name,
                   "give time_zones = { [\"America/New_York\"] = 1 } to its recipients, or name a zone in the profile"};
    state->local.emplace(*profile, zones, tables, scenario.start, end_of_plan(scenario),
                         [&](const std::string& zone) { return RandomStream(key("arrivals/" + zone)); });
  } else if (!std::holds_alternative<ClosedArrivals>(workload.arrivals)) {
    auto arrivals = ArrivalProcess::create(
        workload.arrivals, {scenario.start, end_of_plan(scenario), zone_of_profile(workload.arrivals, tables)},
        RandomStream(key("arrivals")));
    if (!arrivals.ok()) return arrivals.error();
    state->arrivals = std::move(arrivals).value();
  }

  if (const auto* body = std::get_if<Feed>(&workload.body)) {
    const bool own = to == nullptr || to->file != body->file;
    const std::string& column = body->column.empty() ? body->body : body->column;
    state->body = BodyColumn{own ? body_columns.place(column) : columns.place(column), own, {}};
    if (own) {
      auto reader = open_feed(*body, body_columns);
      if (!reader.ok()) return reader.error();
      state->body_feed = std::move(reader).value();
    }
  } else if (const auto* function = std::get_if<ScriptFunction>(&workload.body)) {
    ENSURE(options.sandbox != nullptr, "a script function needs the sandbox that loaded it");
    state->body.emplace<ScriptBody>(*options.sandbox, *function, RandomStream(key("body")), workload.where);
  } else {
    std::vector<std::string> header;
    if (to != nullptr) {
      auto read = feed_columns(to->file);
      if (!read.ok()) return read.error();
      header = std::move(read).value();
    }
    std::vector<WeightedBodies::Choice> texts;
    if (const auto* one = std::get_if<TemplateBody>(&workload.body))
      texts.push_back({1, one->text});
    else
      texts = std::get<WeightedBodies>(workload.body).choices;
    std::vector<TemplateSource::Choice> choices;
    std::vector<std::vector<std::size_t>> places;
    for (const WeightedBodies::Choice& text : texts) {
      auto compiled = MessageTemplate::compile(text.text, header);
      if (!compiled.ok()) return Error{workload.where, "body " + compiled.error().what, compiled.error().fix};
      places.emplace_back();
      for (const std::string& name : compiled->columns()) places.back().push_back(columns.place(name));
      choices.push_back({text.weight, std::move(compiled).value()});
    }
    state->body.emplace<TemplateSource>(std::move(choices), std::move(places), key("body_values"));
  }

  if (to != nullptr) {
    auto reader = open_feed(*to, columns);
    if (!reader.ok()) return reader.error();
    state->feed = std::move(reader).value();
  }
  return WorkloadSource(std::move(state));
}

bool WorkloadSource::State::advance_feeds() {
  const auto advance = [&](FeedReader* reader, RandomStream& random) {
    if (reader == nullptr) return true;
    const FeedReader::Read read = reader->next(random);
    if (read == FeedReader::Read::failed) return fail(reader->error());
    return read == FeedReader::Read::row;
  };
  return advance(feed.get(), recipient_draws) && advance(body_feed.get(), body_draws);
}

bool WorkloadSource::State::body_of(PlannedSend& send) {
  EncodedSize size;
  std::string_view text;  // if anybody needs it
  if (auto* source = std::get_if<TemplateSource>(&body)) {
    size = source->next(body_draws, send.index, feed.get(), keep_bodies || speech);
    text = source->text();
  } else if (auto* column = std::get_if<BodyColumn>(&body)) {
    column->text = (column->own_feed ? body_feed : feed)->value(column->place);
    size = encoded_size(column->text);
    text = column->text;
  } else {
    auto& script = std::get<ScriptBody>(body);
    auto request = script.next(send.index, send.to, send.offset);
    if (!request.ok()) return fail(request.error());
    if (request->ttl) send.ttl = request->ttl;
    if (request->message_type) send.message_type = request->message_type;
    if (request->from) {
      send.from = origination.find(*request->from);
      if (!send.from) return fail(origination.unknown(*request->from, workload.where));
    }
    size = encoded_size(script.text());
    text = script.text();
  }
  send.body = keep_bodies ? text : std::string_view{};
  if (speech) {
    const Speech spoken = speech_of(text, workload.ssml, *speech);
    send.encoding = Encoding::gsm;
    send.parts = spoken.at_fault() ? 0 : 1;
    send.too_long = !spoken.within_maximum;
    send.speech_s = whole_seconds(spoken);
    return true;
  }
  send.encoding = size.encoding;
  send.parts = size.units == 0 ? 0 : size.parts;
  send.too_long = !size.within_maximum;
  return true;
}

bool WorkloadSource::next(PlannedSend& send) {
  ENSURE(!is_closed(), "closed senders use draw()");
  if (state_->error) return false;
  if (state_->local) {
    const auto arrival = state_->local->next();
    if (!arrival) return false;
    send.offset = arrival->offset;
    state_->zone = arrival->zone;
    return draw(send);
  }
  const auto offset = state_->arrivals->next();
  if (!offset) {
    if (const Error* error = state_->arrivals->error()) state_->error = *error;
    return false;
  }
  send.offset = *offset;
  return draw(send);
}

bool WorkloadSource::draw(PlannedSend& send) {
  State& state = *state_;
  if (state.error || !state.advance_feeds()) return false;
  send.index = state.index++;
  send.ttl.reset();
  send.message_type.reset();
  send.from.reset();
  if (auto error = state.recipients.next(state.recipient_draws, state.feed.get(), state.file, send.to, state.zone)) {
    return state.fail(*error);
  }
  if (state.ttl || state.from) {
    const std::string where = state.file + ":" + std::to_string(state.feed->line());
    if (state.ttl) {
      auto ttl = read_ttl(state.feed->value(*state.ttl), where);
      if (!ttl.ok()) return state.fail(ttl.error());
      send.ttl = ttl.value();
    }
    if (const std::string_view name = state.from ? state.feed->value(*state.from) : ""; !name.empty()) {
      send.from = state.origination.find(name);
      if (!send.from) return state.fail(state.origination.unknown(name, where));
    }
  }
  return state.body_of(send);
}

}  // namespace sendlab

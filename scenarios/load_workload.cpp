// Constructors of workloads and of who they send to.
#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "engine/message/speech.hpp"
#include "engine/message/voice_names.hpp"
#include "scenarios/row_parser.hpp"
#include "scenarios/bodies.hpp"
#include "scenarios/body_fields.hpp"
#include "scenarios/byte_source.hpp"
#include "scenarios/feed.hpp"
#include "scenarios/field_reader.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/number_rules.hpp"

namespace sendlab {
namespace {

constexpr std::int64_t most_people = 1'000'000'000'000;

// The carriers of one country: the five of the US, elsewhere the one that bears the country's name.
std::vector<std::string> carriers_of(const Vocabulary& words, const std::string& country) {
  if (country == "US") return words.us_carriers;
  const Vocabulary::Country* row = words.country(country);
  return row == nullptr ? std::vector<std::string>{} : std::vector<std::string>{row->name};
}

void read_people(FieldReader& f, PopulationRecipients& people) {
  const Vocabulary& words = f.context().words();
  f.require("count", "count = 10000");
  people.count = f.whole("count", 1, most_people).value_or(1);
  for (const auto& entry : f.entries("carriers")) {
    const bool known =
        f.known_word(entry.key, carriers_of(words, people.country), "carrier in " + people.country, entry.path);
    const auto weight = f.weight_of(*entry.value, entry.path);
    if (known && weight) people.carriers.emplace_back(entry.key, *weight);
  }
  for (const auto& entry : f.entries("time_zones")) {
    const bool known = f.known_word(entry.key, words.time_zones, "time zone", entry.path);
    const auto weight = f.weight_of(*entry.value, entry.path);
    if (known && weight) people.time_zones.emplace_back(entry.key, *weight);
  }
  people.random_order = f.word("order", {"in_turn", "random"}, "order") == "random";
  people.invalid_share = f.share("invalid_share").value_or(0);
  people.deactivated_share = f.share("deactivated_share").value_or(0);
  people.landline_share = f.share("landline_share").value_or(0);
  // Elsewhere a country's one carrier has all its numbers.
  if (people.country == "US") people.voip_share = f.share("voip_share").value_or(0);
}

std::size_t make_us_recipients(FieldReader& f) {
  PopulationRecipients people;
  read_people(f, people);
  return put(f.context().recipients, people);
}

std::size_t make_recipients(FieldReader& f) {
  PopulationRecipients people;
  f.require("country", "country = \"CA\"");
  if (const auto country = f.word("country", f.context().words().countries, "country")) people.country = *country;
  read_people(f, people);
  return put(f.context().recipients, people);
}

void read_columns(FieldReader& f, Feed& feed) {
  const LuaValue* value = f.value("columns");
  if (value == nullptr) return;
  if (value->table() == nullptr) {
    f.error("columns", "must be a table, got " + value->describe(),
            "write columns = { number = \"phone\", body = \"text\" }");
    return;
  }
  FieldReader inner(f, *value->table(), "columns");
  const auto read = [&](std::string_view role, std::string& into) { into = inner.text(role).value_or(""); };
  read("number", feed.number);
  read("body", feed.body);
  read("carrier", feed.carrier);
  read("country", feed.country);
  read("time_zone", feed.time_zone);
  read("ttl", feed.ttl);
  read("from", feed.from);
  read("at", feed.at);
  inner.finish();
}

std::size_t make_feed(FieldReader& f) {
  Feed feed;
  LoadContext& context = f.context();
  feed.where = f.where();
  f.require("file", "file = \"people.csv\"");
  const auto file = f.text("file");
  feed.column = f.text("column").value_or("");
  read_columns(f, feed);
  feed.wrap = f.flag("wrap").value_or(true);
  feed.random_order = f.word("order", {"in_turn", "random"}, "order") == "random";
  if (!file) return put(context.feeds, feed);

  feed.file = context.resolved_path(*file);
  if (feed.random_order && is_compressed(feed.file)) {
    f.error("order", "cannot be random for a compressed file", "unpack " + *file + ", or use order = \"in_turn\"");
    return put(context.feeds, feed);
  }
  // Opening the feed reads its first row, so that a damaged file is found at once.
  const auto opened = FeedReader::open({.file = feed.file, .columns = {""}, .wrap = true, .random_order = false});
  const auto header = opened.ok() ? feed_columns(feed.file) : opened.error();
  if (!header.ok()) {
    context.error(f.where("file"), header.error().where + ": " + header.error().what, header.error().fix);
    return put(context.feeds, feed);
  }
  const auto check = [&](const std::string& column, const std::string& path) {
    if (!column.empty()) f.known_word(column, header.value(), "column of " + *file, path);
  };
  check(feed.column, "column");
  check(feed.number, "columns.number");
  check(feed.body, "columns.body");
  check(feed.carrier, "columns.carrier");
  check(feed.country, "columns.country");
  check(feed.time_zone, "columns.time_zone");
  check(feed.ttl, "columns.ttl");
  check(feed.from, "columns.from");
  check(feed.at, "columns.at");
  if (!feed.at.empty() && feed.random_order)
    f.error("order", "cannot be random: the column at says when each row is sent", "leave order out");
  // Without a word of the script, the column that is called after its role.
  const auto by_header = [&](std::string_view role) {
    return std::find(header->begin(), header->end(), role) == header->end() ? std::string() : std::string(role);
  };
  if (feed.number.empty()) feed.number = feed.column.empty() ? by_header("number") : feed.column;
  if (feed.body.empty()) feed.body = feed.column.empty() ? by_header("body") : feed.column;
  return put(context.feeds, feed);
}

void read_retry(FieldReader& f, ClientPolicy& client) {
  const LuaValue* value = f.value("retry");
  if (value == nullptr) return;
  if (value->table() == nullptr) {
    f.error("retry", "must be a table, got " + value->describe(), "write retry = { attempts = 3 }");
    return;
  }
  FieldReader inner(f, *value->table(), "retry");
  if (const auto attempts = inner.whole("attempts", 1, 1000)) client.attempts = static_cast<int>(*attempts);
  if (const auto base = inner.duration_above_0("base")) client.retry_base = *base;
  if (const auto most = inner.duration_above_0("max")) client.retry_max = *most;
  client.full_jitter = inner.word("jitter", {"full", "none"}, "choice") != "none";
  inner.finish();
}

std::size_t make_client(FieldReader& f) {
  ClientPolicy client;
  using When = ClientPolicy::WhenThrottled;
  const auto when = f.word("when_throttled", {"queue", "retry", "fail"}, "choice");
  client.when_throttled = when == "retry" ? When::retry : when == "fail" ? When::fail : When::queue;
  read_retry(f, client);
  if (f.has("retry") && client.when_throttled != When::retry) {
    f.warn("retry", "has no effect without when_throttled = \"retry\"", "add when_throttled = \"retry\"");
  }
  if (const auto latency = f.distribution("latency")) client.latency = *latency;
  if (const auto connections = f.whole("connections", 1, 1'000'000))
    client.connections = static_cast<int>(*connections);
  client.timeout = f.duration_above_0("timeout");
  return put(f.context().clients, client);
}

// to = us_recipients { … }, recipients { … }, feed { … }, "+1…" or a list of numbers.
void read_recipients(FieldReader& f, WorkloadDraft& draft) {
  f.require("to", "to = us_recipients { count = 10000 }");
  const LuaValue* value = f.value("to");
  if (value == nullptr) return;
  draft.to_where = f.where("to");
  if (const LuaObject* object = value->object()) {
    const auto place = static_cast<std::size_t>(object->id);
    if (object->type == object_type::recipients) {
      draft.workload.to = f.context().recipients[place];
    } else if (object->type == object_type::feed) {
      draft.workload.to = f.context().feeds[place];
    } else if (object->type != object_type::later) {
      f.error("to", "must be recipients, got " + value->describe(),
              "write us_recipients { count = 10000 }, feed { file = \"people.csv\" } or { \"+14255550100\" }");
    }
    return;
  }
  ListedRecipients listed{f.phone_numbers("to")};
  if (f.list("to").empty()) f.error("to", "is an empty list", "give at least one number");
  draft.workload.to = std::move(listed);
}

void check_template(FieldReader& f, const std::string& text, const std::string& path,
                    const std::vector<std::string>& columns, bool is_sms) {
  if (!is_utf8(text))
    return f.error(path, "is not valid UTF-8", "save the scenario as UTF-8; \\u{20AC} writes any character");
  const auto compiled = MessageTemplate::compile(text, columns);
  if (!compiled.ok()) {
    f.error(path, compiled.error().what, compiled.error().fix);
  } else if (is_sms && compiled->fixed_size() && !compiled->fixed_size()->within_maximum) {
    const bool gsm = compiled->fixed_size()->encoding == Encoding::gsm;
    f.warn(path,
           "is longer than the service takes: " + std::to_string(compiled->fixed_size()->units) +
               (gsm ? " of 1530 septets" : " of 630 UTF-16 units") + "; every request will be refused",
           "shorten the text");
  }
}

// The text of a call as far as it is known now: columns of a feed may hold anything, and digits and letters are one
// character.
void check_speech(FieldReader& f, const Workload& workload, const std::string& text, const std::string& path) {
  const auto compiled = MessageTemplate::compile(text, {});
  if (!compiled.ok()) return;  // reported already, or it has columns
  std::string sample;
  compiled->render(sample, StreamKey{}, 0, nullptr, {});
  const Speech speech = speech_of(sample, workload.ssml, SpeechRules{});
  if (!speech.fault.empty())
    f.warn(path, "is no SSML that the service takes: " + speech.fault + "; every call will be refused",
           "mend the text, or leave text_type out");
  else if (!speech.within_maximum)
    f.warn(path,
           "has " + std::to_string(speech.billable) + " spoken characters and " + std::to_string(speech.total) +
               " in all, of 3000 and 6000 at most; every call will be refused",
           "shorten the text");
}

void read_workload_body(FieldReader& f, WorkloadDraft& draft) {
  f.require("body", "body = \"Your code is {digits:6}\"");
  draft.body_where = f.where("body");
  auto body = read_body(f, "body", /*allow_feed=*/true);
  if (!body) return;
  draft.workload.body = std::move(*body);
  const auto* to = std::get_if<Feed>(&draft.workload.to);
  std::vector<std::string> columns;
  if (to != nullptr && !to->file.empty()) {
    // A feed that cannot be read has been reported by its own constructor.
    auto header = feed_columns(to->file);
    if (!header.ok()) return;
    columns = std::move(header).value();
  }
  const bool voice = draft.workload.channel == Channel::voice;
  const auto check_text = [&](const std::string& text, const std::string& path) {
    check_template(f, text, path, columns, !voice);
    if (voice) check_speech(f, draft.workload, text, path);
  };
  if (const auto* one = std::get_if<TemplateBody>(&draft.workload.body)) {
    check_text(one->text, "body");
  } else if (const auto* many = std::get_if<WeightedBodies>(&draft.workload.body)) {
    for (std::size_t i = 0; i < many->choices.size(); ++i) {
      check_text(many->choices[i].text, "body[" + std::to_string(i + 1) + "]");
    }
  } else if (const auto* feed = std::get_if<Feed>(&draft.workload.body);
             feed != nullptr && to != nullptr && feed->file == to->file) {
    if (feed->wrap != to->wrap || feed->random_order != to->random_order) {
      f.error("body", "reads the rows of its recipients' file in another order",
              "use one feed { … } for both, or give both the same wrap and order");
    }
  }
}

std::size_t characters_in(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

// The shape of a request's Context (api.md section 3).
void check_request_context(FieldReader& f, const Workload& workload) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  if (workload.context.size() > 5)
    f.error("context", "has " + std::to_string(workload.context.size()) + " entries, a request carries at most 5",
            "keep the five that reports need");
  for (const auto& [key, value] : workload.context) {
    const std::string path = "context." + key;
    if (key.empty() || characters_in(key) > 100 || key.find_first_of(blanks) != std::string::npos || !is_utf8(key))
      f.error(path, "is a key that no request may have", "a key has 1 to 100 characters without blanks");
    if (value.empty() || characters_in(value) > 800 || blanks.find(value.front()) != std::string_view::npos ||
        blanks.find(value.back()) != std::string_view::npos)
      f.error(path, "is a value that no request may have: \"" + value.substr(0, 40) + "\"",
              "a value has 1 to 800 characters without a blank at either end");
  }
}

// The wire carries two digits before the point and five after it (api.md section 3).
void read_max_price(FieldReader& f, Workload& workload) {
  workload.max_price = f.money("max_price");
  if (!workload.max_price) return;
  if (workload.max_price->count > 99'999'990)
    f.error("max_price", "must be at most $99.99999, got " + f.value("max_price")->describe(),
            "leave it out for no limit");
  else if (workload.max_price->count % 10 != 0)
    f.error("max_price", "has more than five decimals: " + f.value("max_price")->describe(),
            "write for example \"$0.00581\"");
}

void read_request_fields(FieldReader& f, Workload& workload) {
  const ScenarioLimits& limits = f.context().options.limits;
  if (const auto type = f.word("message_type", message_type_names(), "message type"))
    workload.message_type = message_type_of(*type);
  if (const auto ttl = f.duration("ttl")) {
    if (*ttl < limits.ttl_min || *ttl > limits.ttl_max) {
      f.error("ttl",
              "must be from " + duration_text(limits.ttl_min) + " to " + duration_text(limits.ttl_max) + ", got " +
                  f.value("ttl")->describe(),
              "the service keeps a message for 5 s to 72 h");
    }
    workload.ttl = *ttl;
  }
  read_max_price(f, workload);
  workload.context = f.text_map("context");
  check_request_context(f, workload);
  workload.keyword = f.text("keyword").value_or("");
  workload.dry_run = f.flag("dry_run").value_or(false);
  workload.tags = f.text_map("tags");
  workload.country_parameters = f.text_map("country_parameters");  // elsewhere than in India ignored (R-ORG-29)
  for (const auto& [key, value] : workload.country_parameters) {
    f.known_word(key, {"IN_ENTITY_ID", "IN_TEMPLATE_ID"}, "country parameter", "country_parameters." + key);
    if (value.empty() || value.size() > 64 || value.find_first_of(" \t\r\n") != std::string::npos)
      f.error("country_parameters." + key, "must have 1 to 64 characters without blanks, got \"" + value + "\"");
  }
}

// SMS or VOICE, and the fields that only one of them has (api.md sections 3 and 4).
void read_channel(FieldReader& f, Workload& workload) {
  const auto channel = f.word("channel", {"SMS", "VOICE"}, "channel");
  workload.channel = channel == "VOICE" ? Channel::voice : Channel::sms;
  if (const auto voice = f.word("voice_id", voice_names(), "voice")) workload.voice_id = *voice;
  workload.ssml = f.word("text_type", {"TEXT", "SSML"}, "text type") == "SSML";
  if (const auto speed = f.positive("characters_per_second")) {
    if (*speed < 1 || *speed > 100)
      f.error("characters_per_second", "must be from 1 to 100, got " + f.value("characters_per_second")->describe(),
              "people speak some 15 a second");
    workload.characters_per_ks = static_cast<std::int64_t>(*speed * 1000 + 0.5);
  }
  if (workload.channel == Channel::sms) {
    for (const char* field : {"voice_id", "text_type", "characters_per_second"})
      if (f.has(field)) f.error(field, "is for calls only", "add channel = \"VOICE\", or leave it out");
    return;
  }
  f.require("from", "from = \"alerts\", a number with capabilities = { \"SMS\", \"VOICE\" }: a call needs one");
  for (const char* field : {"message_type", "keyword", "country_parameters"})
    if (f.has(field)) f.error(field, "is for text messages only", "leave it out: a call has none");
}

std::size_t make_workload(FieldReader& f) {
  WorkloadDraft draft;
  Workload& workload = draft.workload;
  workload.where = f.where();
  workload.name = f.name().value_or("");
  if (const auto account = f.text("account")) draft.account = {*account, f.where("account")};
  if (const auto from = f.text("from")) {
    draft.from = {*from, f.where("from")};
    if (from->empty()) f.error("from", "must not be empty", "leave it out to let the service choose");
  }
  if (const auto set = f.text("configuration_set")) draft.configuration_set = {*set, f.where("configuration_set")};
  read_recipients(f, draft);
  const auto* rows = std::get_if<Feed>(&workload.to);
  if (rows != nullptr && !rows->at.empty()) {
    // The rows plan their sends themselves: each goes to its own recipient, so both are read row by row.
    if (f.has("arrivals"))
      f.error("arrivals", "and the feed's column at both say when to send", "leave one of them out");
    ReplayArrivals replay;
    replay.file = rows->file;
    replay.column = rows->at;
    workload.arrivals = std::move(replay);
  } else {
    f.require("arrivals", "arrivals = poisson { rate = \"8/s\", lasts = \"1h\" }");
  }
  if (const auto id =
          f.object("arrivals", object_type::arrivals, "arrivals such as poisson { rate = \"8/s\", lasts = \"1h\" }")) {
    workload.arrivals = f.context().arrivals[static_cast<std::size_t>(*id)];
    const auto* profile = std::get_if<ProfileArrivals>(&workload.arrivals);
    if (profile != nullptr && profile->time_zone == "recipient" &&
        !std::holds_alternative<PopulationRecipients>(workload.to)) {
      f.error("arrivals", "follow each recipient's local time, which is known of a population only",
              "send to us_recipients { … } or recipients { … }, or name one zone in the profile");
    }
  }
  read_channel(f, workload);
  read_workload_body(f, draft);
  read_request_fields(f, workload);
  if (const auto id = f.object("client", object_type::client, "client { … }"))
    workload.client = f.context().clients[static_cast<std::size_t>(*id)];
  return put(f.context().workloads, draft);
}

}  // namespace

void define_workload_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "us_recipients", object_type::recipients, make_us_recipients);
  define_constructor(sandbox, context, "recipients", object_type::recipients, make_recipients);
  define_constructor(sandbox, context, "feed", object_type::feed, make_feed);
  define_constructor(sandbox, context, "client", object_type::client, make_client);
  define_constructor(sandbox, context, "workload", object_type::workload, make_workload);
}

}  // namespace sendlab

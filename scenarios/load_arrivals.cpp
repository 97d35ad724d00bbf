// Constructors of arrivals.
#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "scenarios/feed.hpp"
#include "scenarios/field_reader.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t most_sends = 1'000'000'000'000;

std::size_t keep(FieldReader& f, Arrivals arrivals) { return put(f.context().arrivals, std::move(arrivals)); }

std::optional<Rate> rate_above_0(FieldReader& f, std::string_view name) {
  const auto rate = f.rate(name);
  if (!rate || rate->millionths > 0) return rate;
  f.error(name, "must be above 0, got " + f.value(name)->describe(),
          "give the mean number of messages in a unit of time, for example \"8/s\"");
  return std::nullopt;
}

Duration at_of(FieldReader& f) { return f.duration("at").value_or(Duration{0}); }

// Sends at 0, 1/rate, 2/rate, … before `lasts`.
std::int64_t sends_within(const Rate& rate, Duration lasts) {
  const Wide gap = Wide{rate.per.count()} * 1'000'000;
  const Wide sends = (Wide{lasts.count()} * rate.millionths + gap - 1) / gap;
  return static_cast<std::int64_t>(std::min<Wide>(sends, most_sends));
}

std::size_t make_constant_arrivals(FieldReader& f) {
  ConstantArrivals made;
  made.at = at_of(f);
  const auto rate = rate_above_0(f, "rate");
  const auto lasts = f.duration_above_0("lasts");
  const auto count = f.whole("count", 1, most_sends);
  const int given = int{f.has("rate")} + int{f.has("lasts")} + int{f.has("count")};
  if (given != 2) {
    f.context().error(f.where(), "constant needs two of rate, lasts and count, got " + std::to_string(given),
                      "write for example constant { rate = \"8/s\", lasts = \"1h\" }");
  } else if (rate && lasts) {
    made.rate = *rate;
    made.count = sends_within(*rate, *lasts);
  } else if (rate && count) {
    made.rate = *rate;
    made.count = *count;
  } else if (lasts && count) {
    made.rate = {*count * 1'000'000, *lasts};
    made.count = *count;
  }
  return keep(f, made);
}

// `constant "1s"` is a distribution, `constant { rate = …, count = … }` are arrivals.
void define_constant(LuaSandbox& sandbox, const ContextPtr& context) {
  sandbox.define("constant", [context](LuaCall& call) {
    const LuaValue argument = call.argument(0);
    if (argument.table() != nullptr) {
      FieldReader f(*context, call, "constant");
      const std::size_t place = make_constant_arrivals(f);
      f.finish();
      call.return_object(object_type::arrivals, static_cast<std::int64_t>(place));
      return;
    }
    Distribution made = Distribution::constant(Duration{0});
    if (argument.text() == nullptr) {
      context->error(call.where(), "constant must be followed by a duration or a table, got " + argument.describe(),
                     "write constant \"1s\" for a time, constant { rate = \"8/s\", count = 100 } for arrivals");
    } else if (const auto read = read_duration(*argument.text()); read.ok()) {
      made = Distribution::constant(read.value());
    } else {
      context->error(call.where(), "constant " + read.error().what, read.error().fix);
    }
    call.return_object(object_type::distribution, static_cast<std::int64_t>(put(context->distributions, made)));
  });
}

std::size_t make_poisson(FieldReader& f) {
  PoissonArrivals made;
  f.require("rate", "rate = \"8/s\"");
  made.rate = rate_above_0(f, "rate").value_or(Rate{1'000'000, std::chrono::seconds{1}});
  made.at = at_of(f);
  made.lasts = f.duration_above_0("lasts");
  made.count = f.whole("count", 1, most_sends);
  if (f.has("lasts") == f.has("count")) {
    f.context().error(f.where(),
                      std::string("poisson needs ") + (f.has("lasts") ? "only one" : "one") + " of lasts and count",
                      "write for example lasts = \"1h\"");
  }
  return keep(f, made);
}

std::size_t make_ramp(FieldReader& f) {
  RampArrivals made;
  f.require("from", "from = \"1/s\"");
  f.require("to", "to = \"20/s\"");
  f.require("lasts", "lasts = \"10m\"");
  const auto from = f.rate("from"), to = f.rate("to");
  if (from && to && from->millionths == 0 && to->millionths == 0)
    f.error("to", "must be above 0 when from is 0: nothing would be sent");
  made.from = from.value_or(Rate{0, std::chrono::seconds{1}});
  made.to = to.value_or(Rate{1'000'000, std::chrono::seconds{1}});
  made.at = at_of(f);
  made.lasts = f.duration_above_0("lasts").value_or(Duration{1});
  made.random = f.flag("random").value_or(true);
  return keep(f, made);
}

std::size_t make_burst(FieldReader& f) {
  BurstArrivals made;
  f.require("count", "count = 100");
  made.count = f.whole("count", 1, most_sends).value_or(1);
  made.at = at_of(f);
  made.every = f.duration_above_0("every").value_or(Duration{0});
  made.times = f.whole("times", 1, most_sends).value_or(1);
  if (f.has("every") != f.has("times")) {
    f.context().error(f.where(f.has("every") ? "every" : "times"), "burst needs every and times together",
                      "write for example every = \"1h\", times = 24");
  }
  return keep(f, made);
}

void read_points(FieldReader& f, ProfileArrivals& made) {
  for (const auto& item : f.list("points")) {
    const LuaTable* table = item.value->table();
    const bool by_place = table != nullptr && table->items.size() == 2 && table->fields.empty();
    const LuaValue* offset = table == nullptr ? nullptr : by_place ? &table->items[0] : table->find("offset");
    const LuaValue* rate = table == nullptr ? nullptr : by_place ? &table->items[1] : table->find("rate");
    if (offset == nullptr || rate == nullptr) {
      f.error(item.path, "must be an offset and a rate, got " + item.value->describe(), "write { \"9h\", \"8/s\" }");
      continue;
    }
    const auto read_offset = f.duration_of(*offset, item.path);
    const auto read_rate = f.rate_of(*rate, item.path);
    if (read_offset && read_rate) made.points.push_back({*read_offset, *read_rate});
  }
}

void read_points_of_file(FieldReader& f, const std::string& path, ProfileArrivals& made) {
  const std::string file = f.context().resolved_path(path);
  const auto refuse = [&](const Error& error) {
    f.context().error(f.where("file"), error.where + ": " + error.what, error.fix);
  };
  auto feed = FeedReader::open({.file = file, .columns = {"offset", "rate"}, .wrap = false, .random_order = false});
  if (!feed.ok()) return refuse(feed.error());
  RandomStream none;
  for (;;) {
    const auto read = feed.value()->next(none);
    if (read == FeedReader::Read::failed) refuse(feed.value()->error());
    if (read != FeedReader::Read::row) return;
    const auto offset = read_duration(feed.value()->value(0));
    const auto rate = read_rate(feed.value()->value(1));
    if (!offset.ok() || !rate.ok()) {
      const Error& error = offset.ok() ? rate.error() : offset.error();
      return refuse({file + ":" + std::to_string(feed.value()->line()),
                     (offset.ok() ? "rate " : "offset ") + error.what, error.fix});
    }
    made.points.push_back({offset.value(), rate.value()});
  }
}

void check_points(FieldReader& f, const ProfileArrivals& made) {
  const std::string_view name = f.has("file") ? "file" : "points";
  const std::size_t least = made.repeat_every ? 1 : 2;
  if (made.points.size() < least) {
    f.error(
        name,
        "needs at least " + std::to_string(least) + (least == 1 ? " point" : " points: the last one ends the profile"),
        "write points = { { \"0h\", \"2/s\" }, { \"9h\", \"8/s\" }, { \"17h\", \"0/s\" } }");
    return;
  }
  for (std::size_t i = 1; i < made.points.size(); ++i) {
    if (made.points[i].offset <= made.points[i - 1].offset) {
      f.error(name, "must ascend: point " + std::to_string(i + 1) + " at " + duration_text(made.points[i].offset) +
                        " is not after the one before it");
      return;
    }
  }
  if (made.repeat_every && made.points.back().offset > *made.repeat_every) {
    f.error("repeat_every",
            "is shorter than the profile: its last point is at " + duration_text(made.points.back().offset));
  }
  // The last point of a profile that does not repeat only ends it, unless lines lead up to it.
  const std::size_t with_rate = made.points.size() - (made.repeat_every || made.linear ? 0 : 1);
  const bool sends = std::any_of(made.points.begin(), made.points.begin() + static_cast<std::ptrdiff_t>(with_rate),
                                 [](const auto& point) { return point.rate.millionths > 0; });
  if (!sends) f.error(name, "plans nothing: every rate is 0", "give at least one point a rate above 0");
}

std::size_t make_profile(FieldReader& f) {
  ProfileArrivals made;
  made.repeat_every = f.duration_above_0("repeat_every");
  made.linear = f.word("shape", {"steps", "linear"}, "shape") == "linear";
  made.scale = f.positive("scale").value_or(1);
  made.random = f.flag("random").value_or(true);
  if (const auto zone = f.text("time_zone")) {
    if (*zone == "recipient") {
      made.time_zone = *zone;
    } else if (f.known_word(*zone, f.context().words().time_zones, "time zone", "time_zone")) {
      made.time_zone = *zone;
    }
  }
  if (!made.time_zone.empty() && made.repeat_every && *made.repeat_every % one_day != Duration{0}) {
    f.error("repeat_every", "must be whole days in a time zone, got " + f.value("repeat_every")->describe(),
            "write \"1d\" or \"7d\"");
  }
  if (f.has("points") == f.has("file")) {
    f.value("points");
    f.context().error(f.where(),
                      std::string("profile needs ") + (f.has("file") ? "only one" : "one") + " of points and file",
                      "write points = { { \"0h\", \"2/s\" }, { \"9h\", \"8/s\" }, { \"17h\", \"0/s\" } }");
    return keep(f, made);
  }
  const std::size_t faults = f.context().errors.size();
  read_points(f, made);
  if (const auto file = f.text("file")) read_points_of_file(f, *file, made);
  if (f.context().errors.size() == faults) check_points(f, made);
  return keep(f, made);
}

std::size_t make_mmpp(FieldReader& f) {
  MmppArrivals made;
  f.require("rates", "rates = { \"1/s\", \"20/s\" }");
  f.require("stay", "stay = { \"10m\", \"1m\" }");
  f.require("lasts", "lasts = \"6h\"");
  const std::size_t faults = f.context().errors.size();
  for (const auto& item : f.list("rates")) {
    if (const auto rate = f.rate_of(*item.value, item.path)) made.rates.push_back(*rate);
  }
  for (const auto& item : f.list("stay")) {
    const auto stay = f.duration_of(*item.value, item.path);
    if (stay && *stay <= Duration{0}) f.error(item.path, "must be above 0");
    if (stay) made.stay.push_back(*stay);
  }
  made.at = at_of(f);
  made.lasts = f.duration_above_0("lasts").value_or(Duration{1});
  if (f.context().errors.size() != faults) return keep(f, made);
  if (made.rates.size() != made.stay.size()) {
    f.error("stay", "needs one mean stay for each rate: " + std::to_string(made.rates.size()) + " rates, " +
                        std::to_string(made.stay.size()) + " stays");
  } else if (std::none_of(made.rates.begin(), made.rates.end(), [](const Rate& rate) { return rate.millionths > 0; })) {
    f.error("rates", "plans nothing: every rate is 0");
  }
  return keep(f, made);
}

std::size_t make_replay(FieldReader& f) {
  ReplayArrivals made;
  f.require("file", "file = \"log.csv\"");
  made.column = f.text("column").value_or("");
  if (const auto file = f.text("file")) {
    made.file = f.context().resolved_path(*file);
    const auto opened =
        FeedReader::open({.file = made.file, .columns = {made.column}, .wrap = false, .random_order = false});
    if (!opened.ok())
      f.context().error(f.where("file"), opened.error().where + ": " + opened.error().what, opened.error().fix);
  }
  made.speed = f.positive("speed").value_or(1);
  return keep(f, made);
}

std::size_t make_closed(FieldReader& f) {
  ClosedArrivals made;
  f.require("users", "users = 50");
  made.users = f.whole("users", 1, 100'000'000).value_or(1);
  if (const auto think = f.distribution("think")) made.think = *think;
  f.require("lasts", "lasts = \"1h\"");
  made.lasts = f.duration_above_0("lasts").value_or(Duration{1});
  return keep(f, made);
}

}  // namespace

void define_arrival_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  const auto define = [&](const char* name, std::size_t (*make)(FieldReader&)) {
    define_constructor(sandbox, context, name, object_type::arrivals, make);
  };
  define_constant(sandbox, context);
  define("poisson", make_poisson);
  define("ramp", make_ramp);
  define("burst", make_burst);
  define("profile", make_profile);
  define("mmpp", make_mmpp);
  define("replay", make_replay);
  define("closed", make_closed);
}

}  // namespace sendlab

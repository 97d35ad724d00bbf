// Constructors of durations drawn from a distribution.
#include "scenarios/feed.hpp"
#include "scenarios/field_reader.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

std::size_t keep(FieldReader& f, Distribution distribution) {
  return put(f.context().distributions, std::move(distribution));
}

std::size_t make_exponential(FieldReader& f) {
  f.require("mean", "mean = \"2s\"");
  return keep(f, Distribution::exponential(f.duration_above_0("mean").value_or(Duration{1})));
}

std::size_t make_lognormal(FieldReader& f) {
  f.require("median", "median = \"2s\"");
  f.require("sigma", "sigma = 0.8");
  const auto median = f.duration_above_0("median");
  const auto sigma = f.positive("sigma");
  if (sigma && *sigma > 10)
    f.error("sigma", "must be at most 10, got " + f.value("sigma")->describe(),
            "sigma is the deviation of the logarithm: 0.5 to 1.5 is usual");
  return keep(f, Distribution::lognormal(median.value_or(Duration{1}), sigma.value_or(1)));
}

std::size_t make_uniform(FieldReader& f) {
  f.require("low", "low = \"1s\"");
  f.require("high", "high = \"3s\"");
  const auto low = f.duration("low"), high = f.duration("high");
  if (low && high && *high <= *low) f.error("high", "must be above low, got " + f.value("high")->describe());
  const bool good = low && high && *high > *low;
  return keep(f, good ? Distribution::uniform(*low, *high) : Distribution::constant(Duration{0}));
}

template <Distribution (*make)(double, Duration)>
std::size_t make_shaped(FieldReader& f) {
  f.require("shape", "shape = 2");
  f.require("scale", "scale = \"1s\"");
  const auto shape = f.positive("shape");
  const auto scale = f.duration_above_0("scale");
  if (shape && (*shape < 0.01 || *shape > 1e6)) {
    f.error("shape", "must be from 0.01 to 1000000, got " + f.value("shape")->describe());
    return keep(f, Distribution::constant(Duration{0}));
  }
  return keep(f, shape && scale ? make(*shape, *scale) : Distribution::constant(Duration{0}));
}

std::vector<Duration> points_of_file(FieldReader& f, const std::string& path) {
  const std::string file = f.context().resolved_path(path);
  const std::string column = f.text("column").value_or("");
  auto feed = FeedReader::open({.file = file, .columns = {column}, .wrap = false, .random_order = false});
  const auto refuse = [&](const Error& error) {
    f.context().error(f.where("file"), error.where + ": " + error.what, error.fix);
  };
  if (!feed.ok()) return refuse(feed.error()), std::vector<Duration>{};
  std::vector<Duration> points;
  RandomStream none;
  for (;;) {
    const auto read = feed.value()->next(none);
    if (read == FeedReader::Read::failed) refuse(feed.value()->error());
    if (read != FeedReader::Read::row) break;
    const std::string_view text = feed.value()->value(0);
    if (const auto seconds = read_decimal(text, 9)) {
      points.emplace_back(*seconds);
    } else if (const auto duration = read_duration(text); duration.ok()) {
      points.push_back(duration.value());
    } else {
      refuse({file + ":" + std::to_string(feed.value()->line()), "\"" + std::string(text) + "\" is no duration",
              "write seconds (1.25) or a duration (\"1.25s\")"});
      break;
    }
  }
  return points;
}

std::size_t make_empirical(FieldReader& f) {
  std::vector<Duration> points;
  const auto file = f.text("file");
  for (const auto& item : f.list("points")) {
    if (const auto point = f.duration_of(*item.value, item.path)) points.push_back(*point);
  }
  if (f.has("file") == f.has("points")) {
    f.context().error(
        f.where(), "empirical needs either file or points",
        "write empirical { points = { \"1s\", \"2s\" } } or empirical { file = \"delays.csv\", column = \"delay\" }");
  } else if (file) {
    points = points_of_file(f, *file);
  }
  f.text("column");
  if (points.empty()) {
    if (f.has("points") && f.list("points").empty()) f.error("points", "must not be empty");
    points.emplace_back(0);
  }
  return keep(f, Distribution::empirical(std::move(points)));
}

}  // namespace

void define_distribution_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "exponential", object_type::distribution, make_exponential);
  define_constructor(sandbox, context, "lognormal", object_type::distribution, make_lognormal);
  define_constructor(sandbox, context, "uniform", object_type::distribution, make_uniform);
  define_constructor(sandbox, context, "gamma", object_type::distribution, make_shaped<&Distribution::gamma>);
  define_constructor(sandbox, context, "weibull", object_type::distribution, make_shaped<&Distribution::weibull>);
  define_constructor(sandbox, context, "empirical", object_type::distribution, make_empirical);
}

}  // namespace sendlab

// Every constraint of every operation's request, from the table: a value at each bound is taken, one beyond it refused
// with the right reason and path. What a pattern takes and refuses is written here by hand, apart from the matchers.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>
#include <map>
#include <optional>

#include "engine/api/decode.hpp"
#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

// For each pattern: a text of one length that it takes (the shortest, unless the bounds ask for more), a character to
// make it longer, and a text that it refuses.
struct Sample {
  std::string good;
  std::string more;
  std::string bad;  // empty: it refuses nothing of a good length
};
const std::map<std::string_view, Sample> samples = {
    {".*", {"", "x", "a\nb"}},
    {".+", {"a", "x", "a\nb"}},
    {"\\S+", {"a", "é", "a b"}},
    {"[ \\S]+", {"a", " ", "a\tb"}},
    {"(?!\\s*$)[\\s\\S]+", {"a", "\n", " \n\t"}},
    {"(?!\\s)^[\\s\\S]+(?<!\\s)", {"a", "x", " ab"}},
    {"[!-~]+", {"!", "~", "a b"}},
    {"[A-Za-z0-9]+", {"a", "9", "a_b"}},
    {"[A-Za-z0-9_]+", {"a", "_", "a-b"}},
    {"[A-Za-z0-9_\\.]+", {"a", ".", "a-b"}},
    {"[A-Za-z0-9_-]+", {"a", "-", "a:b"}},
    {"[A-Za-z0-9_:/-]+", {"a", "/", "a+b"}},
    {"[A-Za-z0-9_:/-]*", {"", "/", "a+b"}},
    {"[A-Za-z0-9_:/\\+-]+", {"a", "+", "a.b"}},
    {"[/\\.:A-Za-z0-9+_-]+", {"a", ".", "a,b"}},
    {"[A-Z]{2}", {"US", "X", "uS"}},
    {"\\+?[1-9][0-9]{1,18}", {"12", "3", "012"}},
    {"[0-9]{0,2}\\.[0-9]{1,5}", {".5", "", "1.x"}},
    {"arn:\\S+", {"arn:a", "x", "arn:a b arn:a b arn:a b"}},
    {"arn:[A-Za-z0-9_:/-]+", {"arn:a", "x", "arn:a.b arn:a.b arn:a.b"}},
};

std::string grown(std::string text, std::string_view more, std::int64_t characters) {
  std::int64_t held = 0;
  for (const char c : text) held += (c & 0xC0) != 0x80 ? 1 : 0;
  for (; held < characters && !more.empty(); ++held) text += more;
  return text;
}

const Sample& sample_of(const Shape& shape) {
  static const Sample any{"", "é", ""};
  return shape.pattern == nullptr ? any : samples.at(shape.pattern->text);
}

// A value that the shape takes; of lists and maps the smallest.
json::value satisfying(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::string:
      if (!shape.values.empty()) return json::value(shape.values.front());
      return json::value(grown(sample_of(shape).good, sample_of(shape).more, shape.min.value_or(0)));
    case Shape::Kind::integer:
    case Shape::Kind::long_integer:
      return shape.min.value_or(0);
    case Shape::Kind::boolean:
      return true;
    case Shape::Kind::timestamp:
      return 1645568542.5;
    case Shape::Kind::blob:
      return "aGk=";
    case Shape::Kind::list:
      return json::array(static_cast<std::size_t>(shape.min.value_or(0)), satisfying(shapes().shape(shape.element)));
    case Shape::Kind::map:
      return json::object();
    case Shape::Kind::structure:
      break;
  }
  json::object object;
  for (const ShapeMember& member : shapes().members(shape)) {
    if (member.required) object[member.name] = satisfying(shapes().shape(member.shape));
  }
  return object;
}

class Walk {
 public:
  explicit Walk(const OperationShape& shape) : operation_(shape), request_(satisfying(shapes().shape(shape.input))) {
    expect_taken(request_);
  }

  int faults = 0;  // refused values tried

  void structure(const Shape& shape, json::value& place, const std::string& path) {
    for (const ShapeMember& member : shapes().members(shape)) {
      json::object& object = place.as_object();
      const std::string member_path = path.empty() ? member.name : path + "." + member.name;
      const Shape& inner = shapes().shape(member.shape);
      const json::value before = object.contains(member.name) ? object.at(member.name) : json::value();
      if (member.required) {
        object.erase(member.name);
        expect_refused("MISSING_PARAMETER", member_path);
      }
      object[member.name] = satisfying(inner);
      expect_taken(request_);
      values(inner, object[member.name], member_path);
      // A later member must not fail beside this one's last value.
      json::object& again = place.as_object();
      if (before.is_null()) {
        again.erase(member.name);
      } else {
        again[member.name] = before;
      }
    }
  }

  void values(const Shape& shape, json::value& place, const std::string& path) {
    wrong_types(shape, place, path);
    place = satisfying(shape);
    switch (shape.kind) {
      case Shape::Kind::string:
        return strings(shape, place, path);
      case Shape::Kind::integer:
      case Shape::Kind::long_integer:
        return integers(shape, place, path);
      case Shape::Kind::blob:
        put(place, "aGk", "CANNOT_PARSE", path);
        return put(place, "aGk=", {}, path);
      case Shape::Kind::list:
        return lists(shape, place, path);
      case Shape::Kind::map:
        return maps(shape, place, path);
      case Shape::Kind::structure:
        return structure(shape, place, path);
      default:
        return;
    }
  }

 private:
  void wrong_types(const Shape& shape, json::value& place, const std::string& path) {
    using enum Shape::Kind;
    const bool number = shape.kind == integer || shape.kind == long_integer || shape.kind == timestamp;
    const bool text = shape.kind == string || shape.kind == blob;
    if (!text) put(place, "x", "CANNOT_PARSE", path);
    if (!number) put(place, 5, "CANNOT_PARSE", path);
    if (shape.kind != timestamp) put(place, 5.5, "CANNOT_PARSE", path);
    if (shape.kind != boolean) put(place, true, "CANNOT_PARSE", path);
    if (shape.kind != list) put(place, json::array(), "CANNOT_PARSE", path);
    if (shape.kind != map && shape.kind != structure) put(place, json::object(), "CANNOT_PARSE", path);
  }

  void strings(const Shape& shape, json::value& place, const std::string& path) {
    if (!shape.values.empty()) {
      for (const std::string& value : shape.values) put(place, json::value(value), {}, path);
      put(place, "NONSENSE", field_failed, path);
      put(place, "", field_failed, path);
      return put(place, json::value(shape.values.front() + " "), field_failed, path);
    }
    const Sample& sample = sample_of(shape);
    // The model gives these more room than their pattern needs.
    const bool fixed = shape.pattern != nullptr && (shape.pattern->text == "\\+?[1-9][0-9]{1,18}" ||
                                                    shape.pattern->text == "[0-9]{0,2}\\.[0-9]{1,5}");
    if (shape.max && !fixed) {
      put(place, json::value(grown(sample.good, sample.more, *shape.max)), {}, path);
      put(place, json::value(grown(sample.good, sample.more, *shape.max + 1)), field_failed, path);
    }
    if (fixed) put(place, json::value(std::string(static_cast<std::size_t>(*shape.max) + 1, '1')), field_failed, path);
    if (shape.min.value_or(0) > 0) put(place, "", field_failed, path);
    if (shape.min.value_or(0) == 0) put(place, "", {}, path);
    if (shape.min.value_or(0) > 5) put(place, "arn:a", field_failed, path);  // shorter than its least length
    if (!sample.bad.empty()) put(place, json::value(sample.bad), field_failed, path);
    put(place, satisfying(shape), {}, path);
  }

  void integers(const Shape& shape, json::value& place, const std::string& path) {
    if (shape.max) put(place, *shape.max, {}, path);
    if (shape.max) put(place, *shape.max + 1, field_failed, path);
    if (shape.min) put(place, *shape.min - 1, field_failed, path);
    if (shape.min) put(place, *shape.min, {}, path);
  }

  void lists(const Shape& shape, json::value& place, const std::string& path) {
    const Shape& item = shapes().shape(shape.element);
    const json::value good = satisfying(item);
    if (shape.max) put(place, json::array(static_cast<std::size_t>(*shape.max), good), {}, path);
    if (shape.max) put(place, json::array(static_cast<std::size_t>(*shape.max) + 1, good), field_failed, path);
    if (shape.min.value_or(0) > 0) put(place, json::array(), field_failed, path);
    const std::size_t least = std::max<std::size_t>(1, static_cast<std::size_t>(shape.min.value_or(0)));
    put(place, json::array(least, good), {}, path);
    values(item, place.as_array().back(), path + "[" + std::to_string(least - 1) + "]");
  }

  void maps(const Shape& shape, json::value& place, const std::string& path) {
    const Shape& key = shapes().shape(shape.key);
    const Shape& item = shapes().shape(shape.element);
    const std::string good = key.values.empty() ? "k" : key.values.front();
    if (key.values.empty() && shape.max) {
      json::object many;
      for (std::int64_t at = 0; at < *shape.max; ++at) many["k" + std::to_string(at)] = satisfying(item);
      put(place, many, {}, path);
      many["one_more"] = satisfying(item);
      put(place, many, field_failed, path);
      put(place, json::object{{std::string(static_cast<std::size_t>(*key.max), 'k'), satisfying(item)}}, {}, path);
      const std::string long_key(static_cast<std::size_t>(*key.max) + 1, 'k');
      put(place, json::object{{long_key, satisfying(item)}}, field_failed, path + "." + long_key);
      put(place, json::object{{"", satisfying(item)}}, field_failed, path + ".");
      put(place, json::object{{"a b", satisfying(item)}}, field_failed, path + ".a b");
    } else {
      put(place, json::object{{"OTHER", satisfying(item)}}, field_failed, path + ".OTHER");
    }
    put(place, json::object{{good, satisfying(item)}}, {}, path);
    values(item, place.as_object().at(good), path + "." + good);
  }

  // Tries one value: taken, or refused with this reason and exactly this path.
  void put(json::value& place, json::value value, const std::optional<std::string>& reason, const std::string& path) {
    place = std::move(value);
    if (reason) {
      expect_refused(*reason, path);
    } else {
      expect_taken(request_);
    }
  }

  void expect_taken(const json::value& request) {
    const auto decoded = decode(operation_, json::serialize(request));
    if (!decoded.ok()) FAIL_CHECK(operation_.name << " refused: " << decoded.error().message);
    if (decoded.ok() && decoded.value() != request.as_object()) FAIL_CHECK(operation_.name << " read something else");
  }

  void expect_refused(const std::string& reason, const std::string& path) {
    ++faults;
    const auto decoded = decode(operation_, json::serialize(request_));
    if (decoded.ok()) {
      FAIL_CHECK(operation_.name << " took " << json::serialize(request_).substr(0, 300) << ", fault at " << path);
      return;
    }
    if (decoded.error().reason != reason || field_names(decoded.error()) != std::vector<std::string>{path}) {
      FAIL_CHECK(operation_.name << " at " << path << " expected " << reason << ": " << body_of(decoded.error()));
    }
  }

  inline static const std::string field_failed = "FIELD_VALIDATION_FAILED";
  const OperationShape& operation_;
  json::value request_;

 public:
  json::value& request() { return request_; }
};

}  // namespace

TEST_CASE("every constraint of every operation is checked at its bounds", "[api]") {
  int faults = 0;
  for (const OperationShape& each : shapes().operations()) {
    Walk walk(each);
    walk.structure(shapes().shape(each.input), walk.request(), "");
    faults += walk.faults;
  }
  CHECK(faults > 2500);
}

}  // namespace sendlab

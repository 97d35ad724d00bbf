#include "reports/confidence.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

namespace {

Doc metrics(std::int64_t accepted, std::optional<std::int64_t> expired, std::optional<Rational> mean) {
  Doc doc = Doc::object();
  Doc& messages = doc.add("messages", Doc::object());
  messages.add("accepted", Doc::integer(accepted));
  Doc& final_counts = messages.add("final", Doc::object());
  if (expired) final_counts.add("TTL_EXPIRED", Doc::integer(*expired));
  doc.add("queue_s", Doc::object()).add("mean", mean ? Doc::number(*mean, 9) : Doc{});
  return doc;
}

std::string text(const Doc& doc) { return decimal_text(doc.as_number()->value, doc.as_number()->places); }

}  // namespace

TEST_CASE("Student's t has the published points", "[reports][statistics]") {
  CHECK(student_t_975(1) == Approx(12.7062).epsilon(1e-5));
  CHECK(student_t_975(9) == Approx(2.262157).epsilon(1e-6));
  CHECK(student_t_975(30) == Approx(2.042272).epsilon(1e-6));
  CHECK(student_t_975(31) == Approx(2.039513).epsilon(1e-6));
  CHECK(student_t_975(60) == Approx(2.000298).epsilon(1e-6));
  CHECK(student_t_975(1'000'000) == Approx(1.959966).epsilon(1e-6));
}

TEST_CASE("the interval of 1, 2, 3, 4 is 2.5 with half-width 2.054260", "[reports][statistics]") {
  ReplicationStatistics statistics;
  for (const int accepted : {1, 2, 3, 4}) statistics.add(metrics(accepted, {}, {}));
  const Doc doc = statistics.document();
  CHECK(text(doc["messages.accepted"]["mean"]) == "2.5");
  CHECK(text(doc["messages.accepted"]["half_width_95"]) == "2.05426");
  CHECK(text(doc["messages.accepted"]["n"]) == "4");
}

TEST_CASE("a count that is absent is 0, a metric without samples is left out", "[reports][statistics]") {
  ReplicationStatistics statistics;
  statistics.add(metrics(1, {}, Rational{1, 4}));
  statistics.add(metrics(1, 6, {}));
  statistics.add(metrics(1, {}, {}));
  const Doc doc = statistics.document();
  CHECK(text(doc["messages.final.TTL_EXPIRED"]["mean"]) == "2");
  CHECK(text(doc["messages.final.TTL_EXPIRED"]["n"]) == "3");
  CHECK(text(doc["queue_s.mean"]["mean"]) == "0.25");
  CHECK(text(doc["queue_s.mean"]["n"]) == "1");
  CHECK(doc["queue_s.mean"]["half_width_95"].is_null());
}

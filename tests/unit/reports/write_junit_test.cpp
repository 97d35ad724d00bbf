#include "reports/write_junit.hpp"

#include <catch2/catch.hpp>

#include "reports/write_manifest.hpp"
#include "tests/unit/reports/small_run.hpp"

using namespace sendlab;
using namespace sendlab::test;

TEST_CASE("JUnit has a case for each expectation and fault, with the value of what failed", "[reports][junit]") {
  const std::string xml = write_junit(small_report());
  CHECK(xml.find("<testsuites tests=\"9\" failures=\"6\" errors=\"0\">") != std::string::npos);
  CHECK(xml.find("name=\"carriers[&quot;AT&amp;T&quot;].queue_s.max == 0\" time=\"0\"/>") != std::string::npos);
  CHECK(
      xml.find("name=\"codes.delivery_s.p95 &lt;= 4s\" time=\"0\">\n      <failure message=\"the value is 6.25\"/>") !=
      std::string::npos);
  CHECK(xml.find("<failure message=\"the metric has no samples\"/>") != std::string::npos);
  CHECK(xml.find("name=\"outage T-Mobile at 1 s\" time=\"0\"/>") != std::string::npos);
  CHECK(xml.find(
            "name=\"latency all carriers at 30 s\" time=\"0\">\n      <failure message=\"the planned fault never took "
            "effect\"/>") != std::string::npos);
}

TEST_CASE("the manifest names files with hash and size, and the command that repeats the run", "[reports][manifest]") {
  const std::string json =
      write_manifest(small_report(), {{"report.json", std::string(64, 'c'), 1234}}, "sendlab run small.lua --seed 42");
  CHECK(json.find("\"schema\": \"sendlab.manifest/1\"") != std::string::npos);
  CHECK(json.find("\"command\": \"sendlab run small.lua --seed 42\"") != std::string::npos);
  CHECK(json.find("{\"name\": \"report.json\", \"size\": 1234, \"sha256\": \"" + std::string(64, 'c') + "\"}") !=
        std::string::npos);
  CHECK(json.find("\"seed\": 18446744073709551615") != std::string::npos);
  CHECK(json.find("\"digest\": \"" + *small_report()["digest"].as_text() + "\"") != std::string::npos);
}

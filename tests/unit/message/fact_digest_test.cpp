#include "engine/message/fact_digest.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

std::string hex_of(const Facts& facts) {
  return digest_of(facts.facts).hex();
}

Facts sample() {
  Facts facts;
  facts.delivered({}, 1s, 1s, 1s);
  facts.refused({}, 4s, Refusal::throttled);
  return facts;
}

}  // namespace

TEST_CASE("any published word that changes changes the digest", "[reports][R-DET]") {
  const auto changed = [](void (*change)(std::vector<MessageFact>&)) {
    Facts facts = sample();
    change(facts.facts);
    return hex_of(facts);
  };
  const std::string before = hex_of(sample());
  CHECK(changed([](auto&) {}) == before);
  CHECK(changed([](auto& facts) { facts.back().at += Duration{1}; }) != before);
  CHECK(changed([](auto& facts) { facts.back().refusal = Refusal::opted_out; }) != before);
  CHECK(changed([](auto& facts) { facts[0].price.count += 1; }) != before);
  CHECK(changed([](auto& facts) { facts[0].fee.count += 1; }) != before);
  CHECK(changed([](auto& facts) { facts[0].message.index += 1; }) != before);
  CHECK(changed([](auto& facts) { facts[0].parts = 9; }) != before);
  CHECK(changed([](auto& facts) { facts[2].is_final = true; }) != before);
  CHECK(changed([](auto& facts) { facts[2].status = Status::pending; }) != before);
  CHECK(changed([](auto& facts) { std::swap(facts[2], facts[3]); }) != before);
}

TEST_CASE("the digest knows nothing of hand-overs, nor of the end of the run", "[reports][R-DET]") {
  Facts facts = sample();
  const std::string before = hex_of(facts);
  for (const FactKind kind : {FactKind::handed_over, FactKind::pending}) {
    facts.facts.push_back(facts.facts[1]);
    facts.facts.back().kind = kind;
    facts.facts.back().price.count += 1;
  }
  CHECK(hex_of(facts) == before);
}

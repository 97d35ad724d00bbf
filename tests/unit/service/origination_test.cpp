// What a message is sent from: pools, sender IDs, shared routes (engine/service/number_choice.hpp).
#include <catch2/catch.hpp>

#include "tests/unit/service/test_service.hpp"

namespace sendlab {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr CountryId us{0}, gb{1};

// The US with a short code (0); a second country in which what the test adds can send, through a carrier of its own
// (3).
struct World {
  World() {
    t.model.countries[1] = {"GB", true, gb};
    t.model.countries[1].sender_ids = true;
    t.model.countries[0].us_rules = true;
    t.model.carriers.push_back({"Britain", gb, "UTC0", {}, false});
    t.model.prices.carrier_fee.resize(4);
    t.model.prices.inbound_fee.resize(4);
  }
  NumberId add(NumberType type, CountryId country, const std::string& name, std::int64_t mps = 10,
               MessageType message_type = {}) {
    NumberModel row;
    row.type = type;
    row.country = country;
    row.name = name;
    row.message_type = message_type;
    row.mps = {mps, seconds{1}};
    row.number = is_phone_number(type) ? PhoneNumber{447700000000 + t.model.numbers.size()} : PhoneNumber{};
    row.any_message_type = !is_phone_number(type);
    t.model.numbers.push_back(row);
    return NumberId{static_cast<std::uint32_t>(t.model.numbers.size() - 1)};
  }
  PoolId pool(std::vector<NumberId> identities, bool shared_routes = false) {
    PoolModel pool;
    pool.name = "pool";
    pool.identities = std::move(identities);
    pool.shared_routes = shared_routes;
    t.model.pools.push_back(pool);
    return PoolId{static_cast<std::uint16_t>(t.model.pools.size() - 1)};
  }
  SendRequest request(std::uint64_t person, CountryId country = gb) const {
    SendRequest r = t.request(person);
    r.number = no_number;
    r.to.country = country;
    r.to.number = PhoneNumber{447000000000 + person};
    r.to.carrier = country == gb ? CarrierId{3} : TestService::att;
    return r;
  }
  Answer send(std::uint64_t person, PoolId pool, CountryId country = gb) {
    SendRequest r = request(person, country);
    r.pool = pool;
    return t.service->submit(r);
  }
  Answer send_from(std::uint64_t person, NumberId number, CountryId country = gb) {
    SendRequest r = request(person, country);
    r.number = number;
    return t.service->submit(r);
  }
  TestService t;
};

TEST_CASE("a pool prefers short code, 10DLC, toll-free, long code, sender ID, shared route", "[service][R-ORG-19]") {
  const std::vector<NumberType> order = {NumberType::short_code, NumberType::ten_dlc, NumberType::toll_free,
                                         NumberType::long_code, NumberType::sender_id, NumberType::shared_route};
  for (std::size_t first = 0; first < order.size(); ++first) {
    World world;
    std::vector<NumberId> identities;
    for (std::size_t i = order.size(); i-- > first;) {
      const NumberId row = world.add(order[i], gb, "row" + std::to_string(i), 100);
      if (order[i] != NumberType::shared_route) identities.push_back(row);
    }
    const PoolId pool = world.pool(identities, true);
    world.t.begin();
    const Answer answer = world.send(1, pool);
    REQUIRE(answer.kind == Answer::Kind::accepted);
    CHECK(world.t.model.numbers[answer.number.index].type == order[first]);
  }
}

TEST_CASE("a pool takes its identities of the country, and tells when it has none",
          "[service][R-ORG-19][R-ORG-5][R-ORG-6]") {
  World world;
  const NumberId british = world.add(NumberType::long_code, gb, "british");
  const PoolId pool = world.pool({NumberId{0}, british}), american = world.pool({NumberId{0}});
  world.t.begin();
  CHECK(world.send(1, pool, us).number == NumberId{0});
  CHECK(world.send(2, pool, gb).number == british);
  CHECK(world.send(3, american, gb).refusal == Refusal::no_origination_identity);
}

TEST_CASE("a pool sends one type of message", "[service][R-TYP-6]") {
  World world;
  const NumberId marketing = world.add(NumberType::long_code, gb, "marketing", 10, MessageType::promotional);
  const NumberId codes = world.add(NumberType::long_code, gb, "codes");
  const PoolId pool = world.pool({codes, marketing});
  world.t.begin();
  SendRequest r = world.request(1);
  r.pool = pool;
  r.type = MessageType::promotional;
  CHECK(world.t.service->submit(r).refusal == Refusal::message_type_mismatch);
  for (std::uint64_t person = 2; person < 8; ++person) CHECK(world.send(person, pool).number == codes);
}

TEST_CASE("a recipient keeps its identity of the pool, and recipients are spread over them", "[service][R-ORG-19]") {
  World world;
  std::vector<NumberId> identities;
  for (int i = 0; i < 3; ++i) identities.push_back(world.add(NumberType::long_code, gb, "n" + std::to_string(i), 1000));
  const PoolId pool = world.pool(identities);
  world.t.begin();
  std::vector<int> used(3);
  std::vector<NumberId> first;
  for (std::uint64_t person = 0; person < 90; ++person) {
    first.push_back(world.send(person, pool).number);
    ++used[first.back().index - 1];
  }
  for (const int n : used) CHECK(n > 10);
  world.t.run_until(seconds{5});
  for (std::uint64_t person = 0; person < 90; ++person) CHECK(world.send(person, pool).number == first[person]);
}

TEST_CASE("when an identity of a pool is busy the next in turn sends, and only when all are the request is throttled",
          "[service][R-ORG-18][R-ORG-19][R-MPS-9]") {
  World world;
  const NumberId a = world.add(NumberType::long_code, gb, "a", 1), b = world.add(NumberType::long_code, gb, "b", 2);
  const PoolId pool = world.pool({a, b});
  world.t.begin();
  std::vector<int> used(3);
  for (std::uint64_t person = 0; person < 3; ++person) ++used[world.send(person, pool).number.index];
  CHECK(used[a.index] == 1);
  CHECK(used[b.index] == 2);
  const Answer full = world.send(3, pool);
  CHECK(full.kind == Answer::Kind::throttled);
  CHECK(full.ask_again == world.t.model.start + seconds{1});
  CHECK(world.t.service->line_opens(full.line) == world.t.model.start + seconds{1});
  SendRequest r = world.request(4);
  r.pool = pool;
  CHECK(world.t.service->line_of(r) == full.line);
  r.to.country = us;
  r.to.carrier = TestService::att;
  CHECK(world.t.service->line_of(r) == no_line_of_senders);
}

TEST_CASE("different kinds of numbers back each other up", "[service][R-REL-3][R-ORG-18]") {
  World world;
  const NumberId code = world.add(NumberType::short_code, gb, "code", 1),
                 long_code = world.add(NumberType::long_code, gb, "long", 1);
  const PoolId pool = world.pool({code, long_code});
  world.t.begin();
  CHECK(world.send(1, pool).number == code);
  CHECK(world.send(2, pool).number == long_code);
}

TEST_CASE("a pool whose own identities are only busy does not turn to a shared route", "[service][R-ORG-16]") {
  World world;
  const NumberId own = world.add(NumberType::long_code, gb, "own", 1);
  world.add(NumberType::shared_route, gb, "NOTICE", 20);
  const PoolId with = world.pool({own}, true);
  world.t.begin();
  CHECK(world.send(1, with).number == own);
  CHECK(world.send(2, with).kind == Answer::Kind::throttled);
}

TEST_CASE("shared routes must be enabled on the pool", "[service][R-ORG-16]") {
  for (const bool enabled : {true, false}) {
    World world;
    const NumberId route = world.add(NumberType::shared_route, gb, "NOTICE", 20);
    const PoolId pool = world.pool({NumberId{0}}, enabled);
    world.t.begin();
    const Answer answer = world.send(1, pool);
    if (enabled)
      CHECK(answer.number == route);
    else
      CHECK(answer.refusal == Refusal::no_origination_identity);
  }
}

TEST_CASE("an identity that a network blocks, is not active yet or was released is passed over",
          "[service][R-ORG-18]") {
  World world;
  const NumberId blocked = world.add(NumberType::short_code, gb, "blocked", 100),
                 late = world.add(NumberType::ten_dlc, gb, "late", 100),
                 left = world.add(NumberType::long_code, gb, "left", 100);
  world.t.model.numbers[late.index].active_from = world.t.model.start + seconds{60};
  world.t.model.faults.push_back({.kind = FaultKind::number_blocked, .from = world.t.model.start + seconds{10},
                                  .to = world.t.model.start + seconds{30}, .number = blocked});
  const PoolId pool = world.pool({blocked, late, left});
  world.t.begin();
  CHECK(world.send(1, pool).number == blocked);
  world.t.run_until(seconds{20});
  CHECK(world.send(2, pool).number == left);
  CHECK(world.t.service->faults().messages_affected(0) == 1);  // the one that went elsewhere because of it
  world.t.run_until(seconds{40});
  CHECK(world.send(3, pool).number == blocked);
  world.t.model.numbers[blocked.index].active_from = never;
  world.t.service->identities_changed();
  CHECK(world.send(4, pool).number == left);
  world.t.run_until(seconds{70});
  CHECK(world.send(5, pool).number == late);
}

TEST_CASE("the settings of a pool hold for what its numbers send and receive", "[service][R-POL-3][R-POL-8]") {
  World world;
  const NumberId member = world.add(NumberType::long_code, gb, "member", 100);
  world.t.model.opt_out_lists.push_back({"pool's", AccountId{0}, {}});
  const PoolId pool = world.pool({member});
  world.t.model.numbers[member.index].pool = pool;
  world.t.model.pools[0].opt_out_list = 1;
  world.t.model.numbers[member.index].keywords = {{"BYE", KeywordEffect::opt_out}};  // the wiring puts the pool's there
  world.t.begin();
  world.t.service->inbound(member, world.request(1).to, "bye", WorkloadId{0});
  CHECK(world.t.service->opt_out_list(1).holds(world.request(1).to.number));
  CHECK(world.send(1, pool).refusal == Refusal::opted_out);
  CHECK(world.send_from(1, member).refusal == Refusal::opted_out);
  CHECK(world.send(2, pool).kind == Answer::Kind::accepted);
  world.t.model.pools[0].opt_out_list = 0;  // another list makes them reachable again
  world.t.run_until(seconds{2});
  CHECK(world.send(1, pool).kind == Answer::Kind::accepted);
}

// ---- without a pool ----

TEST_CASE("a sender ID is shown where nobody asks for registration, and where it is registered",
          "[service][R-ORG-7][R-ORG-10]") {
  for (const bool asks : {true, false}) {
    World world;
    world.t.model.countries[1].sender_id_registration = asks;
    const NumberId sender = world.add(NumberType::sender_id, gb, "Example"),
                   route = world.add(NumberType::shared_route, gb, "NOTICE");
    world.t.model.numbers[sender.index].registered = !asks || world.t.model.numbers.size() > 0;
    world.t.begin();
    CHECK(world.send_from(1, sender).number == sender);
    CHECK(world.send_from(2, no_number).number == route);  // nothing given, no number of its own
  }
}

TEST_CASE("an unregistered sender ID goes out as NOTICE, unregistered", "[service][R-ORG-8]") {
  World world;
  world.t.model.countries[1].sender_id_registration = true;
  const NumberId sender = world.add(NumberType::sender_id, gb, "Example"),
                 route = world.add(NumberType::shared_route, gb, "NOTICE");
  world.t.model.numbers[sender.index].registered = false;
  world.t.begin();
  CHECK(world.send_from(1, sender).number == route);
}

TEST_CASE("Singapore puts LIKELY-SCAM in the place of an unregistered sender ID", "[service][R-ORG-9]") {
  World world;
  world.t.model.countries[1].unregistered_shown_as = "LIKELY-SCAM";
  const NumberId sender = world.add(NumberType::sender_id, gb, "Example"),
                 scam = world.add(NumberType::sender_id, gb, "LIKELY-SCAM");
  world.t.model.numbers[sender.index].registered = world.t.model.numbers[scam.index].registered = false;
  const NumberId registered = world.add(NumberType::sender_id, gb, "Known");
  world.t.begin();
  CHECK(world.send_from(1, sender).number == scam);
  CHECK(world.send_from(2, registered).number == registered);
}

TEST_CASE("where there are no sender IDs one makes no difference", "[service][R-ORG-11][R-ORG-3]") {
  World world;
  world.t.model.countries[1].sender_ids = false;
  const NumberId sender = world.add(NumberType::sender_id, gb, "Example"),
                 route = world.add(NumberType::shared_route, gb, "shared route");
  world.t.begin();
  CHECK(world.send_from(1, sender).number == route);
  CHECK(world.send_from(2, sender, us).number == NumberId{0});  // the US: a dedicated number …
  world.t.model.numbers[0].active_from = never;
  world.t.run_until(seconds{2});
  CHECK(world.send_from(3, sender, us).refusal == Refusal::no_origination_identity);  // … or nothing
}

TEST_CASE("a dedicated number comes before NOTICE, and the default sender ID before both",
          "[service][R-ORG-10][R-TYP-5]") {
  for (const bool has_default : {true, false}) {
    World world;
    const NumberId number = world.add(NumberType::long_code, gb, "number"),
                   sender = world.add(NumberType::sender_id, gb, "Example");
    world.add(NumberType::shared_route, gb, "NOTICE");
    if (has_default) world.t.model.accounts[0].default_sender_id = "Example";
    world.t.begin();
    CHECK(world.send_from(1, no_number).number == (has_default ? sender : number));
  }
}

TEST_CASE("India's registered route needs the ids of entity and template", "[service][R-ORG-13][R-ORG-29]") {
  struct Watching final : Carrier {
    explicit Watching(std::vector<bool>& told) : seen(told) {}
    HandOver hand_over(const Offer& offer, Instant) override {
      seen.push_back(offer.registered);
      return delivered_after(milliseconds{1}, milliseconds{2});
    }
    std::vector<bool>& seen;
  };
  World world;
  world.t.model.countries[1].entity_parameters = world.t.model.countries[1].sender_id_registration = true;
  const NumberId sender = world.add(NumberType::sender_id, gb, "EXMPLE"),
                 route = world.add(NumberType::shared_route, gb, "1234");
  Simulation simulation(world.t.model.start);
  std::vector<bool> seen;
  std::vector<std::unique_ptr<Carrier>> carriers;
  for (std::size_t k = 0; k < world.t.model.carriers.size(); ++k) carriers.push_back(std::make_unique<Watching>(seen));
  Service service(world.t.model, simulation, std::move(carriers),
                  [](std::string_view entity, std::string_view purpose) {
                    return RandomStream(stream_key(Seed{1}, 0, entity, purpose));
                  });
  world.t.simulation = std::make_unique<Simulation>(world.t.model.start);
  const IndiaIds ids{"1101", "1107"};
  SendRequest r = world.request(1);
  r.number = sender;
  service.submit(r);  // without
  r = world.request(2);
  r.number = sender;
  r.india = &ids;
  service.submit(r);  // with
  r = world.request(3);
  r.number = route;
  service.submit(r);  // the international route asks for nothing
  r = world.request(4, us);
  r.number = NumberId{0};
  r.india = &ids;
  service.submit(r);  // elsewhere they are ignored
  CHECK(seen == std::vector<bool>{false, true, true, true});
}

TEST_CASE("the route of a message follows its number, and a sender ID's the request", "[service][R-TYP-3]") {
  World world;
  const NumberId marketing = world.add(NumberType::long_code, gb, "marketing", 10, MessageType::promotional),
                 sender = world.add(NumberType::sender_id, gb, "Example");
  world.t.begin();
  world.send_from(1, marketing);
  SendRequest r = world.request(2);
  r.number = sender;
  r.type = MessageType::promotional;
  world.t.service->submit(r);
  r = world.request(3);
  r.number = sender;
  world.t.service->submit(r);
  world.t.run_until(seconds{5});
  std::vector<MessageType> types;
  for (const MessageFact& fact : world.t.facts)
    if (fact.kind == FactKind::accepted) types.push_back(fact.type);
  CHECK(types == std::vector{MessageType::promotional, MessageType::promotional, MessageType::transactional});
}

TEST_CASE("without a type a transactional number comes first", "[service][R-TYP-2]") {
  World world;
  world.add(NumberType::short_code, gb, "marketing", 10, MessageType::promotional);
  const NumberId codes = world.add(NumberType::long_code, gb, "codes");
  world.t.begin();
  CHECK(world.send_from(1, no_number).number == codes);
}

TEST_CASE("the short code of a country comes before its long code", "[service][R-ORG-24]") {
  World world;
  world.add(NumberType::long_code, gb, "long");
  const NumberId code = world.add(NumberType::short_code, gb, "code");
  world.t.begin();
  CHECK(world.send_from(1, no_number).number == code);
}

// ---- dry runs ----

TEST_CASE("a dry run is validated, costs nothing, sends nothing and ends ACCEPTED", "[service][R-BIL-7]") {
  World world;
  world.t.begin();
  SendRequest r = world.t.request(1);
  r.dry_run = true;
  CHECK(world.t.service->submit(r).kind == Answer::Kind::accepted);
  r.parts = 0;
  CHECK(world.t.service->submit(r).refusal == Refusal::invalid_parameter);
  world.t.run_until(seconds{60});
  REQUIRE(world.t.facts.size() == 3);
  CHECK(world.t.facts[1].status == Status::accepted);
  CHECK(world.t.facts[1].is_final);
  CHECK(world.t.charged() == UsdMicros{});
  CHECK(world.t.hand_overs().empty());
  CHECK(world.t.service->in_flight() == 0);
}

TEST_CASE("dry runs have five parts a second of their own, or the number's rate when that is lower",
          "[service][R-MPS-11]") {
  for (const std::int64_t mps : {100, 2}) {
    World world;
    world.t.model.numbers[0].mps = {mps, seconds{1}};
    world.t.begin();
    SendRequest r = world.t.request(0);
    r.dry_run = true;
    const std::uint64_t most = mps == 100 ? 5 : 2;
    for (std::uint64_t person = 0; person < most; ++person) {
      r.to.number.digits += person;
      CHECK(world.t.service->submit(r).kind == Answer::Kind::accepted);
    }
    const Answer answer = world.t.service->submit(r);
    CHECK(answer.kind == Answer::Kind::throttled);
    CHECK(answer.ask_again == world.t.model.start + seconds{1});
    CHECK(world.t.service->line_opens(answer.line) == answer.ask_again);
    CHECK(world.t.send(50).kind == Answer::Kind::accepted);  // what is sent has its own limit
  }
}

}  // namespace
}  // namespace sendlab

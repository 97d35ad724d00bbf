#pragma once
// Who the next planned send goes to: people of a population, listed numbers, or rows of a feed.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "engine/message/population.hpp"
#include "engine/message/quantity.hpp"
#include "engine/message/speech.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// What planned sends need to know of the rule tables. The wiring fills it, carrier overrides of the scenario included;
// it outlives every source.
struct SourceTables {
  struct Carrier {
    CarrierId id;
    std::string name;     // "T-Mobile"
    std::string country;  // ISO code
    double weight = 1;    // share of its country's people
  };
  struct Zone {
    std::string name;      // "America/Los_Angeles"
    std::string posix_tz;  // "PST8PDT,M3.2.0,M11.1.0"
    std::string country;
    double weight = 0;  // share of its country's people
  };
  const NumberPlan* plan = nullptr;
  std::vector<Carrier> carriers;
  std::vector<Zone> zones;
  SpeechRules speech;  // of calls
};

inline constexpr std::int64_t no_person = -1;
inline constexpr std::uint16_t no_zone = UINT16_MAX;

struct Person {
  PhoneNumber number;
  std::int64_t index = no_person;     // 0 … count-1 of a population; no_person for listed numbers and feed rows
  CarrierId carrier = no_carrier;     // no_carrier: by the number or the rule table
  std::uint16_t time_zone = no_zone;  // into SourceTables::zones, where a profile is in local times; else no_zone
  bool invalid = false;               // drawn from the shares of the population
  bool deactivated = false;
  bool landline = false;
};

class FeedReader;

// The columns of a recipients' feed, as places in the FeedReader that the workload reads; absent roles are empty.
struct RecipientColumns {
  std::size_t number = 0;
  std::optional<std::size_t> carrier, time_zone;
};

class RecipientSource {
 public:
  // `columns` is used for a feed only. Errors: more people than the carriers' ranges hold; a weight on an unknown
  // carrier or zone. Keeps `tables` by reference.
  static Result<RecipientSource> create(const Workload& workload, const SourceTables& tables, RecipientColumns columns);

  // `row` is the feed's current row, null unless the recipients come from a feed. Draws only in random order. The error
  // of a row names its file and line.
  // `zone`: only people of that time zone, in turn among them; populations only, and somebody must live there.
  std::optional<Error> next(RandomStream& random, const FeedReader* row, const std::string& file, Person& person,
                            std::uint16_t zone = no_zone);

  // How many people of a population live in each zone, in the order of the zones; empty for listed numbers and feeds.
  [[nodiscard]] std::vector<std::pair<std::uint16_t, std::int64_t>> people_by_zone() const;

 private:
  struct Listed {
    std::vector<PhoneNumber> numbers;
  };
  struct Rows {
    RecipientColumns columns;
  };
  RecipientSource(const SourceTables& tables, std::variant<Population, Listed, Rows> people, bool random_order)
      : tables_(&tables), people_(std::move(people)), random_order_(random_order) {}
  std::optional<Error> read_row(const FeedReader& row, const std::string& file, const RecipientColumns& columns,
                                Person& person) const;

  const SourceTables* tables_;
  std::variant<Population, Listed, Rows> people_;
  bool random_order_ = false;
  std::uint64_t at_ = 0;  // the next in turn
  std::vector<std::uint64_t> at_in_zone_;  // the same for each zone, once asked for
};

}  // namespace sendlab

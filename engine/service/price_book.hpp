#pragma once
// The prices in force now, as flat tables, and the instants at which they change.
#include <array>
#include <optional>
#include <vector>

#include "engine/service/model.hpp"

namespace sendlab {

class PriceBook {
 public:
  // `prices` must outlive the book.
  PriceBook(const PriceModel& prices, Instant start);

  [[nodiscard]] UsdMicros per_part(CountryId country, NumberType type) const {
    return per_part_[country.index][index(type)];
  }
  [[nodiscard]] UsdMicros carrier_fee(CarrierId carrier, NumberType type) const {
    return fee_[carrier.index][index(type)];
  }
  // Of one inbound part from a handset at `carrier` to a number of `country`.
  [[nodiscard]] UsdMicros inbound(CountryId country, CarrierId carrier, NumberType type) const {
    return inbound_[country.index] + inbound_fee_[carrier.index][index(type)];
  }

  // Of a minute of a call to the country (R-VSB-11).
  [[nodiscard]] UsdMicros voice_minute(CountryId country) const {
    return country.index < voice_minute_.size() ? voice_minute_[country.index] : UsdMicros{};
  }

  // The next instant after `now` at which some row changes; `never` if none does.
  [[nodiscard]] Instant next_change(Instant now) const;
  void set_to(Instant now);

  // A rule change sets a carrier's fee for all number types, from the next set_to() on.
  void override_fee(CarrierId carrier, UsdMicros fee) { fee_override_[carrier.index] = fee; }
  void end_overrides() { fee_override_.assign(fee_override_.size(), std::nullopt); }  // likewise

 private:
  static std::size_t index(NumberType type) { return static_cast<std::size_t>(type); }

  const PriceModel& prices_;
  std::vector<std::array<UsdMicros, number_type_count>> per_part_, fee_, inbound_fee_;
  std::vector<UsdMicros> inbound_, voice_minute_;
  std::vector<std::optional<UsdMicros>> fee_override_;
  std::vector<Instant> changes_;  // ascending, each once
};

}  // namespace sendlab

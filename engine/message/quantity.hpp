#pragma once
// Counts that cannot be mixed with another kind of count, and ids that index tables.
#include <compare>
#include <cstddef>
#include <cstdint>

#include "engine/kernel/time.hpp"

namespace sendlab {

template <class Tag>
struct Quantity {
  std::int64_t count = 0;
  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.count + b.count}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.count - b.count}; }
  friend constexpr Quantity operator*(Quantity a, std::int64_t n) { return {a.count * n}; }
  constexpr Quantity& operator+=(Quantity b) { return count += b.count, *this; }
  constexpr Quantity& operator-=(Quantity b) { return count -= b.count, *this; }
};
using Parts = Quantity<struct PartsTag>;          // message parts: the unit of throughput and price
using UsdMicros = Quantity<struct UsdMicrosTag>;  // millionths of a US dollar; never a double

// At most `parts` in any half-open window [t, t + per). 10 MPS = {10, 1s}; 75 TPM = {75, 60s}. parts == 0: nothing
// passes.
struct Throughput {
  std::int64_t parts = 0;
  Duration per{};
  friend constexpr bool operator==(const Throughput&, const Throughput&) = default;
};

// A mean rate of arrivals: millionths of an event in `per`. "0.8/s" = {800'000, 1s}.
struct Rate {
  std::int64_t millionths = 0;
  Duration per{};
  friend constexpr bool operator==(const Rate&, const Rate&) = default;
};

// Ids are dense indices into the tables of one replication.
template <class Tag, class Integer>
struct Id {
  Integer index = 0;
  friend constexpr auto operator<=>(Id, Id) = default;
};
using AccountId = Id<struct AccountTag, std::uint16_t>;
using BrandId = Id<struct BrandTag, std::uint16_t>;
using CampaignId = Id<struct CampaignTag, std::uint16_t>;
using NumberId = Id<struct NumberTag, std::uint32_t>;      // an origination number
using CarrierId = Id<struct CarrierTag, std::uint16_t>;    // a mobile network of one country
using CountryId = Id<struct CountryTag, std::uint16_t>;    // a row of carriers/tables/countries.csv
using WorkloadId = Id<struct WorkloadTag, std::uint16_t>;
using PoolId = Id<struct PoolTag, std::uint16_t>;          // a phone pool of one account
using MessageId = Id<struct MessageTag, std::uint64_t>;    // issue number within a replication; never reused

inline constexpr NumberId no_number{UINT32_MAX};
inline constexpr CampaignId no_campaign{UINT16_MAX};
inline constexpr BrandId no_brand{UINT16_MAX};
inline constexpr CarrierId no_carrier{UINT16_MAX};
inline constexpr PoolId no_pool{UINT16_MAX};
inline constexpr std::uint16_t no_set = UINT16_MAX;        // no configuration set

// The digits of an E.164 number without the plus: +14255550100 is {14255550100}. 0 means none.
struct PhoneNumber {
  std::uint64_t digits = 0;
  friend constexpr auto operator<=>(PhoneNumber, PhoneNumber) = default;
};

// What a message is sent from (R-ORG-1). The first five are phone numbers; a sender ID is a text in place of a number;
// a shared route is the service's own pool of numbers. The order is part of tables by kind: never reorder.
enum class NumberType : std::uint8_t { ten_dlc, long_code, short_code, toll_free, simulator, sender_id, shared_route };
inline constexpr std::size_t number_type_count = 7;
[[nodiscard]] constexpr bool is_phone_number(NumberType type) { return type < NumberType::sender_id; }
enum class MessageType : std::uint8_t { transactional, promotional };
enum class Encoding : std::uint8_t { gsm, unicode };
enum class Channel : std::uint8_t { sms, voice };

}  // namespace sendlab

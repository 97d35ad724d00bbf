#pragma once
// Identities of phone pools: the number or sender ID that a request names, and whether a pool takes it (R-POL-2,
// R-POL-9).
#include "engine/api/operations.hpp"

namespace sendlab {

struct PoolIdentity {
  NumberId number;                           // in the model
  const PhoneNumberResource* phone = nullptr;
  const SenderIdResource* sender = nullptr;  // exactly one of the two
  std::string id, arn, iso;
};

// The pool that the member PoolId names, by id or ARN.
[[nodiscard]] Result<PoolResource*, ApiError> find_pool(const OperationCall& call, std::string_view text);

// What OriginationIdentity names: a phone number by id or ARN, a sender ID by its ARN, or by its text and
// IsoCountryCode.
//   COUNTRY_CODE_MISMATCH   IsoCountryCode is another country's
//   MISSING_PARAMETER       a sender ID without its country
[[nodiscard]] Result<PoolIdentity, ApiError> pool_identity(const OperationCall& call);

// Why the pool cannot take it; nullopt: it can. Of a sender ID only the message type counts: it has neither keywords
// nor two-way messaging, and its opt-out list is the pool's (assumption pool/sender-id).
[[nodiscard]] std::optional<ApiError> cannot_join(const OperationCall& call, const PoolResource& pool,
                                                  const PoolIdentity& identity);

}  // namespace sendlab

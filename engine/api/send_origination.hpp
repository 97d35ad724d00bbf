#pragma once
// What SendTextMessage shall send from: the number, pool or sender ID that OriginationIdentity names.
#include "engine/api/operations.hpp"

namespace sendlab {

// The account's number with these digits; null: it has none, or they are more than any number has.
[[nodiscard]] const PhoneNumberResource* number_with(const OperationCall& call, std::string_view digits);
// Pools are known by their ids, those of a scenario by their names too; null: there is none.
[[nodiscard]] const PoolResource* find_named_pool(const OperationCall& call, std::string_view text);

struct SendOrigination {
  NumberId number = no_number;  // a number, or a sender ID; no_number: the service chooses
  PoolId pool = no_pool;
};

// `default_sender_id`: of the request's configuration set, for a request that names nothing (R-TYP-5); empty: none. A
// sender ID that was never requested is used where its country asks for none to be (R-ORG-10); elsewhere it is as good
// as none.
//   ResourceNotFoundException  no such number or pool, nor sender ID where its ARN is given
//   INVALID_PARAMETER          a text that no sender ID may have in the destination's country (R-ORG-22, R-ORG-26), one
//                              without sender IDs too, where a possible one changes nothing (R-ORG-11)
Result<SendOrigination, ApiError> send_origination(const OperationCall& call, const Destination& to,
                                                   std::string_view default_sender_id = "");

}  // namespace sendlab

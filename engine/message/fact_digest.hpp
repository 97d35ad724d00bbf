#pragma once
// The digest of a replication: a hash over its published facts in order. Two runs that print the same digest said the
// same.
#include "engine/kernel/digest.hpp"
#include "engine/message/message_fact.hpp"

namespace sendlab {

// Hashes instant, message, kind with status or refusal, parts, price and fee of every published fact, those of the
// warm-up too. Requests accepted or refused count as published: the sender was told. A hand-over is told to nobody, nor
// is the end of the run.
class FactDigest {
 public:
  void add(Instant at, MessageId message, FactKind kind, Status status, Refusal refusal, std::uint8_t parts,
           bool is_final, UsdMicros price, UsdMicros fee) {
    digest_.add(static_cast<std::uint64_t>(at.time_since_epoch().count()));
    digest_.add(message.index);
    digest_.add(static_cast<std::uint64_t>(kind) << 32 | static_cast<std::uint64_t>(status) << 24 |
                static_cast<std::uint64_t>(refusal) << 16 | static_cast<std::uint64_t>(parts) << 8 |
                (is_final ? 1U : 0U));
    digest_.add(static_cast<std::uint64_t>(price.count));
    digest_.add(static_cast<std::uint64_t>(fee.count));
  }
  void add(const MessageFact& fact) {
    if (fact.kind == FactKind::handed_over || fact.kind == FactKind::pending) return;
    add(fact.at, fact.message, fact.kind, fact.status, fact.refusal, fact.parts, fact.is_final, fact.price, fact.fee);
  }
  [[nodiscard]] const Digest& value() const { return digest_; }

 private:
  Digest digest_;
};

}  // namespace sendlab

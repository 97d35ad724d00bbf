#include "reports/fact_digest.hpp"

namespace sendlab {

void FactDigest::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind == FactKind::handed_over) continue;
    const std::uint64_t what = static_cast<std::uint64_t>(fact.kind) << 32 |
                               static_cast<std::uint64_t>(fact.status) << 24 |
                               static_cast<std::uint64_t>(fact.refusal) << 16 |
                               static_cast<std::uint64_t>(fact.parts) << 8 | (fact.is_final ? 1U : 0U);
    digest_.add(static_cast<std::uint64_t>(fact.at.time_since_epoch().count()));
    digest_.add(fact.message.index);
    digest_.add(what);
    digest_.add(static_cast<std::uint64_t>(fact.price.count));
    digest_.add(static_cast<std::uint64_t>(fact.fee.count));
  }
}

}  // namespace sendlab

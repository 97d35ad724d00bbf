#pragma once
// Who is told of inbound messages as they come: what the facts do not hold, the text and what became of it.
#include <string_view>

#include "engine/message/message_fact.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

struct InboundNotice {
  const MessageFact& fact;        // of kind inbound; published right after the call
  std::string_view body;          // valid during the call
  const KeywordModel* keyword;    // that it begins with; null: none
  bool published;                 // it goes to the two-way destination of the number (R-TWO-11)
};

class InboundListener {
 public:
  virtual ~InboundListener() = default;
  virtual void on_inbound(const InboundNotice& notice) = 0;
};

}  // namespace sendlab

#include "engine/http/send_allowance.hpp"

#include <string>

#include "engine/message/phone_number.hpp"

namespace sendlab {

std::optional<Error> AllowanceLedger::objection(PhoneNumber to, std::optional<UsdMicros> cost) const {
  if (allowed_.messages && messages_ >= *allowed_.messages)
    return Error{"--max-messages", "all " + std::to_string(*allowed_.messages) + " messages have been sent",
                 "allow more, or plan fewer"};
  if (allowed_.spend && !cost)
    return Error{"--max-spend", "nothing tells what the message to " + redacted(to) + " costs",
                 "name the number it is sent from, and write to countries of the rule tables"};
  if (allowed_.spend && spent_ + *cost > *allowed_.spend)
    return Error{"--max-spend", "the next message would cost more than is left", "allow more, or plan fewer"};
  if (allowed_.numbers && !allowed_.numbers->contains(to.digits))
    return Error{"--allow-numbers", redacted(to) + " is not among the numbers allowed",
                 "add it to the file, or send to others"};
  return std::nullopt;
}

}  // namespace sendlab

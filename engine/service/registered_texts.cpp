#include "engine/service/registered_texts.hpp"

namespace sendlab {

bool goes_as_registered(const ServiceModel& model, NumberType origin, const SendRequest& request, Instant now) {
  const bool asks_ids = model.countries[request.to.country.index].entity_parameters;
  if (asks_ids && origin != NumberType::sender_id) return true;  // the international route (R-ORG-12)
  if (asks_ids && request.india == nullptr) return false;
  if (model.templates.empty() || request.channel != Channel::sms || request.body.empty()) return true;
  bool compared = false;
  for (const TemplateModel& known : model.templates) {
    if (known.account != request.account || known.country != request.to.country) continue;
    compared = true;
    if (known.from > now) continue;
    if (asks_ids &&
        (known.id != request.india->of_template || (!known.entity.empty() && known.entity != request.india->entity)))
      continue;
    if (known.text.matches(request.body, known.longest_variable)) return true;
  }
  return !compared;
}

}  // namespace sendlab

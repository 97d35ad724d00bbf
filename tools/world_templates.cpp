// Registered texts of messages to China and India (R-ORG-13, R-ORG-14).
#include <algorithm>

#include "tools/world_builder.hpp"

namespace sendlab {

std::size_t WorldBuilder::add_template(const TemplateSpec& spec, AccountId account, Instant from) {
  auto text = RegisteredTemplate::compile(spec.text);
  if (!text.ok()) return fault(spec.where, "template " + text.error().what, text.error().fix), std::size_t{0};
  TemplateModel model{account, tables_.country(spec.country)->id, spec.id, spec.entity, std::move(text).value()};
  if (spec.country == "IN")
    model.longest_variable =
        static_cast<std::size_t>(tables_.quota_millionths("india_template_variable_max").value_or(0) / 1'000'000);
  model.from = from;
  world_.model.templates.push_back(std::move(model));
  return world_.model.templates.size() - 1;
}

void WorldBuilder::add_templates() {
  for (std::size_t a = 0; a < scenario_.accounts.size(); ++a) {
    const AccountId account{static_cast<std::uint16_t>(a)};
    for (const TemplateSpec& spec : scenario_.accounts[a].templates) add_template(spec, account, scenario_.start);
    // Cases that register a text have added theirs.
    const auto compares = [&](std::string_view iso) {
      return std::ranges::any_of(world_.model.templates, [&](const TemplateModel& known) {
        return known.account == account && world_.model.countries[known.country.index].iso == iso;
      });
    };
    for (const NumberModel& number : world_.model.numbers) {
      if (number.account != account) continue;
      const std::string& iso = world_.model.countries[number.country.index].iso;
      if (iso == "CN" && is_phone_number(number.type) && !compares("CN"))
        used_.add("china-templates",
                  "The templates of the scenario's Chinese numbers are registered: without them all is blocked.",
                  "R-ORG-14; contract, declared identities");
      if (iso == "IN" && number.type == NumberType::sender_id && number.registered && !compares("IN"))
        used_.add("india-templates",
                  "Messages with the ids of India's templates have these templates' texts; account { templates } has "
                  "them compared.",
                  "R-ORG-13; contract, declared identities");
    }
  }
  if (!world_.model.templates.empty())
    used_.add("template-places",
              "A name in braces stands for a variable in a registered template, and takes any characters.",
              "none; the guide says that templates have variables (004 l.8623)");
}

}  // namespace sendlab

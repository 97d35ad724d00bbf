// Message texts that an account has registered: templates = { { country = "CN", text = "…" }, … }.
#include "engine/message/registered_template.hpp"
#include "scenarios/field_reader.hpp"

namespace sendlab {

void read_templates(FieldReader& f, AccountSpec& account) {
  for (const auto& item : f.list("templates")) {
    if (item.value->table() == nullptr) {
      f.error(item.path, "must be a table", "write templates = { { country = \"CN\", text = \"Code {code}\" } }");
      continue;
    }
    FieldReader row(f, *item.value->table(), item.path);
    TemplateSpec spec;
    spec.where = row.where();
    row.require("country", "country = \"CN\"");
    spec.country = row.word("country", {"CN", "IN"}, "country whose texts are registered").value_or("");
    row.require("text", "text = \"Your code is {code}\"");
    spec.text = row.text("text").value_or("");
    if (const auto compiled = RegisteredTemplate::compile(spec.text); row.has("text") && !compiled.ok())
      row.error("text", compiled.error().what, compiled.error().fix);
    if (spec.country == "IN") {
      row.require("id", "id = \"1107160000000000001\"");
      spec.id = row.text("id").value_or("");
      spec.entity = row.text("entity").value_or("");
    } else {
      for (const char* field : {"id", "entity"})
        if (row.has(field)) row.error(field, "is of India's templates", "leave it out");
    }
    row.finish();
    account.templates.push_back(std::move(spec));
  }
}

}  // namespace sendlab

#include "reports/write_manifest.hpp"

namespace sendlab {

std::string write_manifest(const Doc& report, const std::vector<ManifestFile>& files, std::string_view command) {
  Doc doc = Doc::object();
  doc.add("schema", Doc::text("sendlab.manifest/1"));
  for (const char* member : {"program", "scenario", "inputs", "seed", "replications", "rules", "digest"}) {
    doc.add(member, report[member]);
  }
  doc.add("command", Doc::text(std::string(command)));
  Doc& list = doc.add("files", Doc::array());
  for (const ManifestFile& file : files) {
    Doc& item = list.append(Doc::object());
    item.add("name", Doc::text(file.name));
    item.add("size", Doc::integer(file.size));
    item.add("sha256", Doc::text(file.sha256));
  }
  return write_json(doc);
}

}  // namespace sendlab

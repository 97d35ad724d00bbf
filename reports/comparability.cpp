#include "reports/comparability.hpp"

#include <map>

namespace sendlab {
namespace {

std::string text_of(const Doc& doc) {
  if (const std::string* text = doc.as_text()) return *text;
  std::string json = write_json(doc);
  json.pop_back();  // the line feed
  return json;
}

class Warnings {
 public:
  Warnings(const Doc& base, const Doc& next) : base_(base), next_(next) {}

  std::vector<std::string> all() {
    differs("program version", base_["program"]["version"], next_["program"]["version"]);
    differs("scenario file", base_["scenario"]["file"], next_["scenario"]["file"]);
    if (text_of(base_["scenario"]["sha256"]) != text_of(next_["scenario"]["sha256"])) {
      add("the scenarios differ: sha256 " + text_of(base_["scenario"]["sha256"]).substr(0, 12) + "… in BASE, " +
          text_of(next_["scenario"]["sha256"]).substr(0, 12) + "… in NEW");
    }
    params();
    inputs();
    for (const char* member : {"seed", "replications", "rules", "start"}) differs(member, base_[member], next_[member]);
    state("BASE", base_);
    state("NEW", next_);
    return std::move(warnings_);
  }

 private:
  void add(std::string warning) { warnings_.push_back(std::move(warning)); }

  void differs(const std::string& what, const Doc& base, const Doc& next) {
    if (text_of(base) == text_of(next)) return;
    const auto side = [](const Doc& doc) { return doc.is_null() ? std::string("none") : text_of(doc); };
    add(what + " differs: " + side(base) + " in BASE, " + side(next) + " in NEW");
  }

  void params() {
    std::map<std::string, std::pair<Doc, Doc>> both;
    for (const Doc::Member& param : base_["scenario"]["params"].members()) both[param.name].first = param.value;
    for (const Doc::Member& param : next_["scenario"]["params"].members()) both[param.name].second = param.value;
    for (const auto& [name, values] : both) differs("param " + name, values.first, values.second);
  }

  void inputs() {
    std::map<std::string, std::pair<std::string, std::string>> both;
    for (const Doc& input : base_["inputs"].items()) both[text_of(input["name"])].first = text_of(input["sha256"]);
    for (const Doc& input : next_["inputs"].items()) both[text_of(input["name"])].second = text_of(input["sha256"]);
    for (const auto& [name, hashes] : both) {
      if (hashes.first.empty() || hashes.second.empty()) {
        add("data file " + name + " was read in " + (hashes.first.empty() ? "NEW" : "BASE") + " only");
      } else if (hashes.first != hashes.second) {
        add("data file " + name + " differs: sha256 " + hashes.first.substr(0, 12) + "… in BASE, " +
            hashes.second.substr(0, 12) + "… in NEW");
      }
    }
  }

  void state(const std::string& side, const Doc& report) {
    const std::string target = text_of(report["run"]["target"]);
    if (target != "simulation" && target != "null") {
      add(side + " was run against " + target + ": its figures were measured and differ from run to run");
    }
    const auto is_false = [&](const char* member) {
      const bool* value = report[member].as_boolean();
      return value != nullptr && !*value;
    };
    if (is_false("complete")) add(side + " is not complete: its run was interrupted");
    if (is_false("valid")) add(side + " is not valid: its run did not test what it set out to");
  }

  const Doc& base_;
  const Doc& next_;
  std::vector<std::string> warnings_;
};

}  // namespace

std::vector<std::string> comparability_warnings(const Doc& base, const Doc& next) { return Warnings(base, next).all(); }

}  // namespace sendlab

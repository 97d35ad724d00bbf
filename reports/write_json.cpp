#include "reports/document.hpp"

namespace sendlab {
namespace {

void write(const Doc& doc, int depth, std::string& out);

void new_line(int depth, std::string& out) {
  out += '\n';
  out.append(static_cast<std::size_t>(2 * depth), ' ');
}

// An object or array without children inside stays on its line: {"requested": 8, "accepted": 8}.
bool is_flat(const Doc& doc) {
  const auto leaf = [](const Doc& child) { return child.items().empty() && child.members().empty(); };
  for (const Doc& item : doc.items()) {
    if (!leaf(item)) return false;
  }
  for (const Doc::Member& member : doc.members()) {
    if (!leaf(member.value)) return false;
  }
  return true;
}

void write_object(const Doc& doc, int depth, std::string& out) {
  const bool flat = is_flat(doc);
  out += '{';
  bool first = true;
  for (const Doc::Member& member : doc.members()) {
    if (!first) out += flat ? ", " : ",";
    first = false;
    if (!flat) new_line(depth + 1, out);
    append_json_text(out, member.name);
    out += ": ";
    write(member.value, depth + 1, out);
  }
  if (!flat) new_line(depth, out);
  out += '}';
}

void write_array(const Doc& doc, int depth, std::string& out) {
  out += '[';
  bool first = true;
  for (const Doc& item : doc.items()) {
    if (!first) out += ',';
    first = false;
    new_line(depth + 1, out);
    write(item, depth + 1, out);
  }
  if (!first) new_line(depth, out);
  out += ']';
}

void write(const Doc& doc, int depth, std::string& out) {
  if (const Doc::Number* number = doc.as_number()) {
    append_decimal_text(out, number->value, number->places);
  } else if (const std::string* text = doc.as_text()) {
    append_json_text(out, *text);
  } else if (const bool* truth = doc.as_boolean()) {
    out += *truth ? "true" : "false";
  } else if (doc.is_object()) {
    write_object(doc, depth, out);
  } else if (doc.is_array()) {
    write_array(doc, depth, out);
  } else {
    out += "null";
  }
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') {
      out += c;
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
  out += '"';
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string write_json(const Doc& document) {
  std::string out;
  write(document, 0, out);
  return out + '\n';
}

}  // namespace sendlab

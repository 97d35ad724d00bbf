#include "reports/document.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("JSON keeps the order of members, exact numbers and escapes", "[reports]") {
  Doc doc = Doc::object();
  doc.add("z", Doc::number({7, 10}, 6));
  doc.add("a", Doc::text("quote \" back \\ line \n bell \x07 é"));
  doc.add("none", Doc{});
  Doc& list = doc.add("list", Doc::array());
  list.append(Doc::boolean(true));
  list.append(Doc::object()).add("x", Doc::integer(-5));
  doc.add("empty", Doc::object());
  doc.add("nothing", Doc::array());
  CHECK(write_json(doc) ==
        "{\n"
        "  \"z\": 0.7,\n"
        "  \"a\": \"quote \\\" back \\\\ line \\n bell \\u0007 é\",\n"
        "  \"none\": null,\n"
        "  \"list\": [\n"
        "    true,\n"
        "    {\"x\": -5}\n"
        "  ],\n"
        "  \"empty\": {},\n"
        "  \"nothing\": []\n"
        "}\n");
}

TEST_CASE("JSON that was written is read back and written as the same bytes", "[reports]") {
  const std::string text =
      "{\n  \"a\": {\"x\": 1.000000001, \"y\": -0.5, \"z\": null},\n  \"b\": [\n    \"t\\u0007\\n\",\n    false\n  "
      "]\n}\n";
  const Result<Doc> doc = read_json(text, "r.json");
  REQUIRE(doc.ok());
  CHECK(write_json(doc.value()) == text);
  const Result<Doc> escaped = read_json("\"\\u00e9\\ud83d\\ude00\\/\"", "r.json");
  REQUIRE(escaped.ok());
  CHECK(*escaped.value().as_text() == "é😀/");
}

TEST_CASE("what is not the JSON of a report is an error with its line", "[reports]") {
  for (const char* bad : {"", "{", "[1,]", "{\"a\" 1}", "{\"a\": 1e5}", "nul", "\"open", "\"\\ud800\"", "\"\\x\"",
                          "{} {}", "{\"a\": 1"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_json(bad, "r.json").ok());
  }
  const Result<Doc> result = read_json("{\n\"a\": 1,\n\"b\": oops}", "r.json");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().where == "r.json:3");
  CHECK_FALSE(read_json(std::string(5000, '['), "r.json").ok());
}

TEST_CASE("members are looked up, replaced and absorbed", "[reports]") {
  Doc doc = Doc::object();
  doc.add("a", Doc::integer(1));
  doc.set("a", Doc::integer(2));
  doc.set("b", Doc::integer(3));
  Doc more = Doc::object();
  more.add("c", Doc::integer(4));
  doc.absorb(std::move(more));
  CHECK(write_json(doc) == "{\"a\": 2, \"b\": 3, \"c\": 4}\n");
  CHECK(doc["missing"]["deeper"].is_null());
  CHECK(doc.find("missing") == nullptr);
}

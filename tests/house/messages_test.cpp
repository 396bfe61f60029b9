// The catalogue of messages: whole, in both languages, and without gaps.

#include "engine/base/messages.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

/// The places {0}, {1}, ... of texts, together.
std::set<std::string> places_of(std::initializer_list<std::string_view> texts) {
  static const std::regex place{R"re(\{([^{}]*)\})re"};
  std::set<std::string> places;
  for (const std::string_view text : texts) {
    const std::string copy{text};
    for (std::sregex_iterator it{copy.begin(), copy.end(), place}, end; it != end; ++it) {
      places.insert((*it)[1]);
    }
  }
  return places;
}

/// Keys named in a piece of source, as Error{Fault::x, "key"}, .key = "key", say("key") or
/// tell(progress, "key").
std::set<std::string> keys_named_in(const std::string& source) {
  struct Way {
    const char* word;  // looked for first, as regular expressions are slow
    std::regex rest;
  };
  static const std::vector<Way> ways{
      {"Error", std::regex{R"re(\s*\{\s*[\w:.]+\s*,\s*"([^"]*)")re"}},
      {".key", std::regex{R"re(\s*=\s*"([^"]*)")re"}},
      {"say", std::regex{R"re((?:_remedy)?\s*\(\s*"([^"]*)")re"}},
      {"tell", std::regex{R"re(\s*\(\s*[\w.]+\s*,\s*"([^"]*)")re"}},
  };
  std::set<std::string> keys;
  for (const auto& [word, rest] : ways) {
    for (std::size_t at = 0; (at = source.find(word, at)) != std::string::npos;) {
      at += std::string_view{word}.size();
      std::smatch match;
      const auto from = source.begin() + static_cast<std::ptrdiff_t>(at);
      if (std::regex_search(from, source.end(), match, rest,
                            std::regex_constants::match_continuous)) {
        keys.insert(match[1]);
      }
    }
  }
  return keys;
}

TEST(Messages, TheSearchForKeysFindsEachWayOfNamingOne) {
  EXPECT_EQ(
      keys_named_in("return Error{Fault::input,\n   \"a\", where};  p.add({.key = \"b\"});\n"
                    "say(\"c\", lang); say_remedy( \"d\"); if (!tell(progress, \"e\", 1, 2))"),
      (std::set<std::string>{"a", "b", "c", "d", "e"}));
}

TEST(Messages, EveryKeyNamedInTheSourceIsInTheCatalogue) {
  int named = 0;
  for (const char* folder : {"engine", "io", "algorithms", "tools"}) {
    const fs::path root = fs::path{LIFECIRCLE_SOURCE_DIR} / folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator{root}) {
      if (entry.path().extension() != ".hpp" && entry.path().extension() != ".cpp") continue;
      std::ifstream file{entry.path()};
      const std::string source{std::istreambuf_iterator<char>{file}, {}};
      for (const std::string& key : keys_named_in(source)) {
        ++named;
        EXPECT_NE(find_message(key), nullptr) << entry.path() << " names \"" << key << '"';
      }
    }
  }
  EXPECT_GT(named, 10) << "the search found next to nothing: is it still right?";
}

TEST(Messages, EveryFileOfMessagesIsInTheCatalogue) {
  const fs::path base = fs::path{LIFECIRCLE_SOURCE_DIR} / "engine" / "base";
  std::ifstream file{base / "messages.cpp"};
  const std::string source{std::istreambuf_iterator<char>{file}, {}};
  for (const auto& entry : fs::directory_iterator{base / "messages"}) {
    const std::string name = "engine/base/messages/" + entry.path().filename().string();
    EXPECT_NE(source.find("#include \"" + name + '"'), std::string::npos) << name;
  }
}

TEST(Messages, NoKeyIsThereTwice) {
  const auto all = message_catalogue();
  for (std::size_t i = 1; i < all.size(); ++i) {
    EXPECT_LT(all[i - 1].key, all[i].key) << all[i].key << " is there twice";
  }
}

TEST(Messages, EveryTextIsThereInBothLanguages) {
  for (const Message& m : message_catalogue()) {
    EXPECT_FALSE(m.key.empty());
    EXPECT_FALSE(m.what_en.empty()) << m.key;
    EXPECT_FALSE(m.what_zh.empty()) << m.key;
    EXPECT_EQ(m.remedy_en.empty(), m.remedy_zh.empty()) << m.key;
  }
}

TEST(Messages, BothLanguagesUseTheSamePlaces) {
  const std::regex number{"0|[1-9][0-9]*"};
  for (const Message& m : message_catalogue()) {
    const auto en = places_of({m.what_en, m.remedy_en});
    EXPECT_EQ(en, places_of({m.what_zh, m.remedy_zh})) << m.key;
    for (const std::string& place : en) {
      EXPECT_TRUE(std::regex_match(place, number)) << m.key << " has {" << place << '}';
    }
  }
}

TEST(Messages, ArgumentsFillTheirPlacesOnce) {
  EXPECT_EQ(fill("{1} before {0}, {1} again", {"a", "{0}"}), "{0} before a, {0} again");
  EXPECT_EQ(fill("{2} {x} {", {"a"}), "{2} {x} {") << "places without an argument stay";
}

TEST(Messages, NoArgumentSteersATerminal) {
  EXPECT_EQ(fill("[{0}]", {"\x1b]0;owned\x07\n\x7f"}), "[?]0;owned???]");
  EXPECT_EQ(fill("[{0}]", {"\xc2\x9b"
                           "31m"}),
            "[?31m]")
      << "C1, as UTF-8";
  EXPECT_EQ(fill("[{0}]", {"\x9b"
                           "31m"}),
            "[?31m]")
      << "C1, as a bare byte";
  EXPECT_EQ(fill("[{0}]", {"abc\u202egpj.exe\u2066\u200f"}), "[abc?gpj.exe??]");
  EXPECT_EQ(fill("[{0}]", {"社区卫生中心 𠮷 é"}), "[社区卫生中心 𠮷 é]");
  EXPECT_EQ(fill("[{0}]", {"\xe7\xa4"}), "[??]") << "cut inside a character";
  EXPECT_EQ(fill("[{0}]", {"\xed\xa0\x80\xc0\xaf\xf5"}), "[??????]");
  EXPECT_EQ(fill("[{0}]", {std::string{"a\0b", 3}}), "[a?b]");
}

TEST(Messages, NoArgumentShowsAPassword) {
  const auto shown = [](const std::string& text) { return fill("{0}", {text}); };
  EXPECT_EQ(shown("PG:service=a"), "PG:service=a");
  EXPECT_EQ(shown("PGB:x password=secret word, layer a"), "PGB:x password=...");
  EXPECT_EQ(shown("x PassWord = 'secret' y"), "x PassWord =...");
  EXPECT_EQ(shown("pwd=secret"), "pwd=...");
  EXPECT_EQ(shown("passwords: 3 = three"), "passwords: 3 = three");
  EXPECT_EQ(shown("my password password=secret"), "my password password=...");
  EXPECT_EQ(shown("postgresql://me:sec@ret@host/x"), "postgresql://...@host/x");
  EXPECT_EQ(shown("in X:me:secret@host here"), "in X:...@host here");
  EXPECT_EQ(shown("me@home writes to you@there: now"), "me@home writes to you@there: now");
  EXPECT_EQ(shown("医院@北京"), "医院@北京");
}

TEST(Messages, AnUnknownKeyIsShownAsItIs) {
  EXPECT_EQ(say("no_such_key\x1b", Language::en), "no_such_key?");
  EXPECT_EQ(say_remedy("no_such_key", Language::zh), "");
}

}  // namespace
}  // namespace lifecircle

// Names that would steer a terminal, end in another folder or break a line: what the program says
// of them, and what it calls files after them.

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/io/result_files.hpp"
#include "tests/support/hostile_town.hpp"
#include "tests/tools/hostile_run.hpp"
#include "tools/lifecircle/file_words.hpp"

namespace lifecircle::test {
namespace {

TEST(HostileNames, SteerNoTerminal) {
  const Scratch scratch;
  write_hostile_town(scratch.path(), hostile_town_names(), hostile_town_names().size());
  const std::string study = scratch / "study.toml", plan = scratch / "plan.toml",
                    out = scratch / "out";
  // Without the plan, whose report takes longer than all else.
  const std::string text = bytes_of(study);
  put(study, text.substr(0, text.find("[circles]")));
  for (const std::string language : {"en", "zh"})
    for (std::vector<std::string> words : {std::vector<std::string>{"check", study},
                                           {"check", study, "--json"},
                                           {"run", study, "--out", out, "--fail-under", "100"},
                                           {"run", study, "--out", out, "--json"},
                                           {"run", study, "--out", out, "--strict"},
                                           {"standards", plan},
                                           {"standards", plan, "--json"},
                                           {"standards", plan, "--indicator", "=N19"},
                                           {"standards", plan, "--indicator", "\x1b[31m\u202e"},
                                           {"run", scratch / "no\x1b[31m\u202e.toml", "--out", out},
                                           {"run", study, "--maps", "\x1b[31m\u202e"},
                                           {"\x1b[31m\u202e"}}) {
      const std::string what = words.front() + ' ' + words.back() + ' ' + language;
      words.insert(words.end(), {"--lang", language});
      const Answer answer = ask(words);
      EXPECT_FALSE(answer.out.empty() && answer.err.empty()) << what;
      expect_plain_terminal(answer.out, what);
      expect_plain_terminal(answer.err, what);
      if (words.size() < 5 || words[4] != "--fail-under") continue;
      for (const HostileName& name : hostile_town_names()) {
        const bool is_text = name.held.find("\uFFFD") == std::string::npos;
        EXPECT_NE(answer.out.find(fill("{0}", {is_text ? name.written : name.held})),
                  std::string::npos)
            << "they are told, all the same: " << name.held;
      }
    }
}

TEST(HostileNames, AreTheSameInJson) {
  const Scratch scratch;
  write_hostile_town(scratch.path(), hostile_town_names(), hostile_town_names().size());
  const std::string study = scratch / "study.toml", text = bytes_of(study);
  put(study, text.substr(0, text.find("[circles]")));
  const auto said =
      nlohmann::json::parse(ask({"run", study, "--out", scratch / "out", "--json"}).out);
  std::set<std::string> services, expected;
  for (const auto& row : said["results"]) services.insert(row["service"].get<std::string>());
  for (const HostileName& name : hostile_town_names())
    expected.insert(name.held.find("\uFFFD") == std::string::npos ? name.written : name.held);
  EXPECT_EQ(services, expected);
}

TEST(FileWords, ArePlainAndDiffer) {
  EXPECT_EQ(file_words({"clinic_(15)", "生活圈 15", "a/b", "a:b", "A_B", "a_b_2", "a_b"}),
            (std::vector<std::string>{"clinic_(15)", "生活圈_15", "a_b", "a_b_2", "A_B_3",
                                      "a_b_2_2", "a_b_4"}));
  EXPECT_EQ(file_words({"\u202e\x1b\xff\n"}), std::vector<std::string>{"____"});
  const auto cut = file_words({std::string(119, 'x') + "院", std::string(500, 'x')});
  EXPECT_EQ(cut, (std::vector<std::string>{std::string(119, 'x'), std::string(120, 'x')}));
}

}  // namespace
}  // namespace lifecircle::test

// The program as people meet it: help, wrong uses, exit codes, progress. No files of
// results are written here.

#include "tools/lifecircle/program.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/base/parallel.hpp"
#include "tests/tools/wrong_uses.hpp"
#include "tools/lifecircle/help.hpp"
#include "tools/lifecircle/interrupt.hpp"
#include "tools/lifecircle/options.hpp"
#include "tools/lifecircle/progress_line.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

struct Answer {
  int code;
  std::string out, err;
};

Answer ask(const Words& words, Language language = Language::en, bool colour = false) {
  std::ostringstream out, err;
  Terminal terminal;
  terminal.language = language;
  terminal.colour = colour;
  const int code = run_program(words, out, err, terminal);
  return {code, out.str(), err.str()};
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// --- wrong uses -------------------------------------------------------------------------

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// A folder with every file the good study names, all of them empty.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "lifecircle_wrong_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
    for (const char* file : {"roads.gpkg", "county.osm.pbf", "homes.gpkg", "units.gpkg", "pop.tif"})
      std::ofstream{path_ / file};
    fs::create_directories(path_ / "profiles_missing");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path() const { return path_.string(); }
  void write(const std::string& bytes) const {
    std::ofstream{path_ / "study.toml", std::ios::binary} << bytes;
  }

 private:
  fs::path path_;
};

TEST(Program, EveryWrongUseSaysWhatWhereAndWhatToDo) {
  const Folder folder;
  std::string all;
  int uses = 0;
  const auto show = [&](const std::string& title, const Words& words) {
    ++uses;
    const Answer en = ask(words, Language::en), zh = ask(words, Language::zh);
    EXPECT_EQ(en.code, zh.code) << title;
    EXPECT_GE(en.code, 2) << title << " was taken";
    EXPECT_LE(en.code, 5) << title;
    EXPECT_EQ(en.out, "") << title << ": standard output is for results";
    for (const auto* err : {&en.err, &zh.err})
      EXPECT_EQ(std::ranges::count(*err, '\n'), 3) << title << "\n" << *err;
    EXPECT_NE(en.err, zh.err) << title;
    for (const auto* err : {&en.err, &zh.err})
      EXPECT_EQ(err->find("{"), std::string::npos) << title << ": a place is not filled\n" << *err;
    std::string line = "== " + title + "\n$ lifecircle";
    for (const auto& word : words)
      line += " " + (word.empty() || word.find(' ') != std::string::npos ? "'" + word + "'" : word);
    all += replaced(line + "\nexit " + std::to_string(en.code) + "\n" + en.err + zh.err + "\n",
                    folder.path(), "DIR");
  };
  for (const auto& use : test::wrong_command_lines()) show(use.title, use.words);
  for (const auto& use : test::wrong_studies()) {
    std::string study = test::good_study();
    if (!use.from.empty()) {
      const auto at = study.find(use.from);
      ASSERT_NE(at, std::string::npos) << use.title << ": " << use.from;
      study.replace(at, use.from.size(), use.to);
    } else {
      study += use.to;
    }
    folder.write(study);
    show("study: " + use.title, {"run", folder.path() + "/study.toml", "--out", "results"});
  }
  EXPECT_GE(uses, 60);

  const fs::path golden = fs::path{LIFECIRCLE_SOURCE_DIR} / "tests" / "golden" / "wrong_uses.txt";
  if (std::getenv("LIFECIRCLE_UPDATE_GOLDEN") != nullptr)
    std::ofstream{golden, std::ios::binary} << all;
  const std::string expected = bytes_of(golden);
  if (all != expected) {
    // The first use that differs says more than two long texts.
    std::istringstream now{all}, before{expected};
    std::string title, a, b;
    while (std::getline(now, a) && std::getline(before, b) && a == b)
      if (a.starts_with("== ")) title = a;
    FAIL() << title << "\n now:    " << a << "\n golden: " << b
           << "\n(LIFECIRCLE_UPDATE_GOLDEN=1 rewrites " << golden << "; read what changed)";
  }
}

TEST(Program, TheGoodStudyOfTheWrongUsesIsGood) {
  const Folder folder;
  folder.write(test::good_study());
  const auto study = read_study_file(folder.path() + "/study.toml",
                                     std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles");
  ASSERT_TRUE(study) << study.error().where << " " << study.error().key;
}

TEST(Program, NamesOfFilesCannotSteerTheTerminal) {
  const Answer answer = ask({"run", "a\x1b]0;owned\x07.toml", "--out", "x"});
  EXPECT_EQ(answer.code, 4);
  EXPECT_EQ(answer.err.find('\x1b'), std::string::npos) << answer.err;
}

TEST(Program, ColoursOnlyWhereAllowed) {
  EXPECT_EQ(ask({"rnu"}).err.find('\x1b'), std::string::npos);
  EXPECT_NE(ask({"rnu"}, Language::en, true).err.find("\x1b[1;31m"), std::string::npos);
}

TEST(Program, WithJsonAnErrorIsADocumentToo) {
  for (const Words& words : {Words{"run", "nope.toml", "--out", "x", "--json"}}) {
    const Answer answer = ask(words);
    const auto document = nlohmann::json::parse(answer.out);
    EXPECT_EQ(document.at("ok"), false);
    EXPECT_EQ(document.at("exit_code"), answer.code);
    EXPECT_EQ(document.at("error").at("key"), "toml_no_such_file");
    EXPECT_EQ(document.at("error").at("what"), "There is no file nope.toml.");
  }
}

// --- help -------------------------------------------------------------------------------

TEST(Program, HelpIsAnsweredHoweverItIsAskedFor) {
  const std::string general = ask({}).out;
  EXPECT_EQ(ask({}).code, 0);
  for (const Words& words : {Words{"help"}, Words{"--help"}, Words{"-h"}})
    EXPECT_EQ(ask(words).out, general);
  const std::string run = ask({"help", "run"}).out;
  EXPECT_NE(run, general);
  for (const Words& words :
       {Words{"run", "--help"}, Words{"--help", "run"}, Words{"run", "x.toml", "-h"}})
    EXPECT_EQ(ask(words).out, run);
  EXPECT_EQ(ask({"--version"}).out, "lifecircle " + program_version() + "\n");
}

TEST(Program, EveryVerbHasThreeExamplesInBothLanguagesThatParse) {
  for (const auto& verb : verb_names())
    for (const Language language : {Language::en, Language::zh}) {
      std::string help = replaced(verb_help(verb, language), "\\\n      ", "");
      int examples = 0;
      std::istringstream lines{help};
      for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("  lifecircle ")) continue;
        ++examples;
        std::istringstream words{line.substr(13)};
        const Words all{std::istream_iterator<std::string>{words}, {}};
        const auto command = read_command(all);
        EXPECT_TRUE(command) << line << ": " << command.error().key;
      }
      EXPECT_EQ(examples, 3) << verb;
    }
}

TEST(Program, HelpNamesEveryExitCodeAndEveryOption) {
  for (const Language language : {Language::en, Language::zh}) {
    for (const char* code :
         {"\n  0 ", "\n  1 ", "\n  2 ", "\n  3 ", "\n  4 ", "\n  5 ", "\n  70 ", "\n  130 "})
      EXPECT_NE(program_help(language).find(code), std::string::npos) << code;
    for (const auto& verb : verb_names())
      for (const OptionSpec& option : option_list())
        EXPECT_EQ(verb_help(verb, language).find("  " + std::string{option.name} + " ") !=
                      std::string::npos,
                  belongs_to(option, verb))
            << verb << " " << option.name;
  }
}

TEST(Program, TheFrontLoadsNoBigLibrary) {
  const fs::path front = fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "lifecircle";
  if (!fs::exists(front)) GTEST_SKIP() << front << " is not built";
  const std::string command = "LD_TRACE_LOADED_OBJECTS=1 '" + front.string() + "'";
  FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string loaded;
  for (char piece[512]; std::fgets(piece, sizeof piece, pipe) != nullptr;) loaded += piece;
  pclose(pipe);
  EXPECT_NE(loaded.find("libc.so"), std::string::npos) << loaded;
  EXPECT_EQ(loaded.find("gdal"), std::string::npos) << "help would take 70 ms more";
}

// --- options ----------------------------------------------------------------------------

template <class Options>
Options options(const Words& words) {
  const auto command = read_command(words);
  if (!command) {
    ADD_FAILURE() << command.error().key;
    return {};
  }
  return std::get<Options>(command.value().verb);
}

TEST(Options, OfRun) {
  const auto run =
      options<RunOptions>({"run", "s.toml", "--out", "o", "--strict", "--fail-under=82.5"});
  EXPECT_EQ(run.study, "s.toml");
  EXPECT_EQ(run.out, "o");
  EXPECT_TRUE(run.strict);
  EXPECT_EQ(run.fail_under_percent, 82.5);
  EXPECT_FALSE(options<RunOptions>({"run", "--out", "o", "s.toml"}).fail_under_percent);
  EXPECT_EQ(options<RunOptions>({"run", "--out", "o", "--", "-odd.toml"}).study, "-odd.toml");
  EXPECT_EQ(options<RunOptions>({"run", "network", "--out", "run"}).study, "network")
      << "a file may be called so";
}

TEST(Options, OfMatrix) {
  const auto matrix = options<MatrixOptions>(
      {"matrix",    "--roads",     "r.gpkg", "--layer", "l",        "--class", "TYPE",  "--join",
       "crossings", "--tolerance", "0.5",    "--from",  "a.gpkg:x", "--to",    "b.csv", "--to-id",
       "id",        "--minutes",   "7.5",    "--mode",  "car",      "--out",   "t.csv"});
  ASSERT_TRUE(matrix.roads.layer);
  EXPECT_EQ(matrix.roads.layer->layer, "l");
  EXPECT_EQ(matrix.roads.columns.road_class, "TYPE");
  EXPECT_TRUE(matrix.roads.columns.node_crossings);
  EXPECT_EQ(matrix.roads.columns.tolerance_m, 0.5);
  EXPECT_EQ(matrix.from.file, "a.gpkg");
  EXPECT_EQ(matrix.from.layer, "x");
  EXPECT_EQ(matrix.to.layer, "");
  EXPECT_EQ(matrix.to_id, "id");
  EXPECT_EQ(matrix.limit, Duration::seconds(450));
  EXPECT_EQ(matrix.mode, "car");
}

TEST(Options, OfStandards) {
  EXPECT_EQ(options<StandardsOptions>({"standards"}).standard, "");
  const auto one = options<StandardsOptions>({"standards", "--indicator", "N8", "ningde-2023"});
  EXPECT_EQ(one.standard, "ningde-2023");
  EXPECT_EQ(one.indicator, "N8");
  EXPECT_EQ(options<StandardsOptions>({"standards", "--", "-odd.toml"}).standard, "-odd.toml");
}

TEST(Options, OfNetworkAndOfEveryVerb) {
  const Words words{"--threads", "3",       "network", "--osm", "a.osm",  "--osm", "b.pbf",
                    "--json",    "--quiet", "--mode",  "walk",  "--mode", "car",   "--no-progress"};
  const auto network = options<NetworkOptions>(words);
  EXPECT_EQ(network.roads.osm, (Words{"a.osm", "b.pbf"}));
  EXPECT_EQ(network.modes, (Words{"walk", "car"}));
  const auto command = read_command(words);
  EXPECT_EQ(command.value().threads, 3);
  EXPECT_TRUE(command.value().json && command.value().quiet && command.value().no_progress);
}

TEST(Options, LanguageComesFromTheWordsOrTheLocale) {
  EXPECT_EQ(language_of({"run", "--lang", "zh"}, Language::en), Language::zh);
  EXPECT_EQ(language_of({"--lang=en"}, Language::zh), Language::en);
  EXPECT_EQ(language_of({"--", "--lang=en"}, Language::zh), Language::zh);
  EXPECT_EQ(language_of({"--lang", "fr"}, Language::zh), Language::zh);
  EXPECT_EQ(language_of_locale("zh_CN.UTF-8"), Language::zh);
  EXPECT_EQ(language_of_locale("C.UTF-8"), Language::en);
}

TEST(Options, ThreadsAreSetForTheEngine) {
  set_threads(3);
  EXPECT_EQ(threads(), 3);
  std::set<int> seen;
  parallel_for(
      8, [] { return 0; }, [](std::size_t, int&) {});
  set_threads(0);
  EXPECT_GE(threads(), 1);
}

// --- exit codes, interruption, progress ---------------------------------------------------

Session session_on(std::ostream& out, std::ostream& err) {
  return Session{out, err};
}

TEST(Program, EveryFaultHasItsExitCode) {
  std::ostringstream out, err;
  Session session = session_on(out, err);
  EXPECT_EQ(complain({Fault::usage, "cli_no_verb", "", {"x"}}, session), 2);
  EXPECT_EQ(complain({Fault::input, "study_empty", "", {"x"}}, session), 3);
  EXPECT_EQ(complain({Fault::storage, "toml_cannot_read", "", {"x"}}, session), 4);
  EXPECT_EQ(complain({Fault::limit, "program_no_memory", "", {}}, session), 5);
  EXPECT_EQ(complain({Fault::interrupted, "interrupted", "", {}}, session), 130);
  EXPECT_EQ(explain(std::make_exception_ptr(std::bad_alloc{}), err, Language::en, false), 5);
  EXPECT_EQ(
      explain(std::make_exception_ptr(std::logic_error{"two and two"}), err, Language::en, false),
      70);
  EXPECT_EQ(explain(std::make_exception_ptr(42), err, Language::zh, false), 70);
  EXPECT_NE(err.str().find("two and two"), std::string::npos);
}

TEST(Program, OutputThatCannotBeWrittenIsNoSuccess) {
  std::ostringstream err;
  std::ofstream full{"/dev/full"};
  EXPECT_EQ(run_program({"--help"}, full, err, Terminal{}), 4);
  EXPECT_NE(err.str(), "");
}

TEST(Program, ASignalAsksToStopAndTheNextOneEnds) {
  set_interrupted(false);
  EXPECT_EXIT(
      {
        listen_for_interrupts();
        std::raise(SIGINT);
        std::_Exit(interrupted() ? 130 : 0);
      },
      testing::ExitedWithCode(130), "");
  EXPECT_EXIT(
      {
        listen_for_interrupts();
        std::raise(SIGTERM);
        std::raise(SIGTERM);
      },
      testing::KilledBySignal(SIGTERM), "");
  EXPECT_EXIT(
      {
        listen_for_interrupts();
        std::raise(SIGPIPE);
        std::_Exit(7);
      },
      testing::ExitedWithCode(7), "");
}

/// A clock that a test winds.
struct Hand {
  std::chrono::steady_clock::time_point now{};
  ProgressLine::Clock clock() {
    return [this] { return now; };
  }
  void pass(double seconds) {
    now += std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(seconds));
  }
};

TEST(ProgressLine, IsSilentForASecondThenTellsShareAndTimeLeft) {
  Hand hand;
  std::ostringstream err;
  ProgressLine line{err, Language::en, true, 80, hand.clock()};
  line.tell("label_where", 0, 100);
  hand.pass(0.9);
  line.tell("label_where", 10, 100);
  EXPECT_EQ(err.str(), "");
  hand.pass(0.6);
  line.tell("label_where", 15, 100);
  EXPECT_EQ(err.str(), "\r\033[KWhere:  15%  9 s left") << "1.5 s for 15 %, so 8.5 s more";
  hand.pass(0.1);
  line.tell("label_where", 16, 100);
  EXPECT_EQ(err.str(), "\r\033[KWhere:  15%  9 s left") << "five times a second is enough";
  err.str("");
  line.finish();
  EXPECT_EQ(err.str(), "\r\033[K");
}

TEST(ProgressLine, ALateStageHasItsOwnTimeLeft) {
  Hand hand;
  std::ostringstream err;
  ProgressLine line{err, Language::zh, true, 80, hand.clock()};
  line.tell("label_where", 1, 1);
  hand.pass(100);
  line.tell("label_error", 0, 10);
  hand.pass(60);
  line.tell("label_error", 2, 10);
  EXPECT_TRUE(err.str().ends_with("20%  剩余 4 分 0 秒")) << err.str();
}

TEST(ProgressLine, StaysWithinTheLineAndKeepsCharactersWhole) {
  Hand hand;
  std::ostringstream err;
  ProgressLine line{err, Language::zh, true, 6, hand.clock()};
  line.tell("label_remedy", 0, 0);
  hand.pass(2);
  line.tell("label_remedy", 0, 0);
  EXPECT_EQ(err.str(), "\r\033[K怎么") << "five columns hold two characters";
}

TEST(ProgressLine, ElsewhereItIsOneLineAStageThatTookItsTime) {
  Hand hand;
  std::ostringstream err;
  {
    ProgressLine line{err, Language::en, false, 80, hand.clock()};
    line.tell("label_error", 0, 9);
    hand.pass(0.5);
    line.tell("label_where", 0, 9);
    hand.pass(75);
    line.tell("label_where", 9, 9);
    EXPECT_EQ(err.str(), "");
  }
  EXPECT_EQ(err.str(), "Where: : 1 min 15 s\n");
}

TEST(Program, EveryKeyOfTheProgramAndTheStudyIsInTheCatalogueAndUsed) {
  const fs::path root{LIFECIRCLE_SOURCE_DIR};
  std::string source;
  for (const char* folder : {"tools/lifecircle", "io/read", "engine", "algorithms"})
    for (const auto& entry : fs::recursive_directory_iterator{root / folder})
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
        source += bytes_of(entry.path());
  const std::regex key{
      R"re("((?:cli|study|toml|profile|program|label|time|progress)_[a-z0-9_]+)")re"};
  std::set<std::string> named;
  for (std::sregex_iterator it{source.begin(), source.end(), key}, end; it != end; ++it)
    named.insert((*it)[1]);
  for (const Message& message : message_catalogue()) {
    const std::string name{message.key};
    if (!std::regex_match("\"" + name + "\"", key)) continue;
    EXPECT_TRUE(named.contains(name)) << name << " is used nowhere";
  }
  for (const auto& name : named)
    // Words of other lists: a layer, a folder, a type of indicator.
    if (name != "study_file" && name != "profile_folder" && name != "time_coverage") {
      EXPECT_NE(find_message(name), nullptr) << name;
    }
}

}  // namespace
}  // namespace lifecircle

// Prepared networks: built, looked through, and reused by runs whose results they never change.

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/tools/little_town.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

using little::bytes_of;
using little::Folder;
using little::LittleTown;

struct Answer {
  int code;
  std::string out, err;
};
/// `own`: the user's own cache folder.
Answer ask(const std::vector<std::string>& words, const fs::path& own = {}) {
  std::ostringstream out, err;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  terminal.cache_folder = own.string();
  const int code = run_program(words, out, err, terminal);
  return {code, out.str(), err.str()};
}
Answer run(const fs::path& folder, const std::string& out, const std::vector<std::string>& more,
           const fs::path& own = {}) {
  std::vector<std::string> words{"run", (folder / "study.toml").string(), "--out",
                                 (folder / out).string()};
  words.insert(words.end(), more.begin(), more.end());
  Answer answer = ask(words, own);
  EXPECT_EQ(answer.code, 0) << answer.err;
  return answer;
}

/// Every result of a run but its log, by name.
std::map<std::string, std::string> results(const fs::path& out) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::directory_iterator{out})
    if (entry.path().filename() != "run.log.json")
      all[entry.path().filename().string()] = bytes_of(entry.path());
  return all;
}
void expect_same(const fs::path& one, const fs::path& other) {
  const auto a = results(one), b = results(other);
  EXPECT_GE(a.size(), 9u);
  for (const auto& [name, bytes] : a) {
    ASSERT_TRUE(b.contains(name)) << name;
    EXPECT_TRUE(bytes == b.at(name)) << name << " of " << other;
  }
  EXPECT_EQ(a.size(), b.size());
}
nlohmann::json origin(const fs::path& out, const char* which = "network") {
  return nlohmann::json::parse(bytes_of(out / "run.log.json")).at(which);
}
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::exists(folder))
    for (const auto& entry : fs::directory_iterator{folder}) files.push_back(entry.path());
  return files;
}
void flip_byte(const fs::path& file, std::size_t at) {
  std::string bytes = bytes_of(file);
  bytes.at(at) = static_cast<char>(bytes.at(at) ^ 4);
  std::ofstream{file, std::ios::binary} << bytes;
}

TEST(PreparedNetworks, ARunKeepsOneAndTheNextReusesItForTheSameBytes) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  const fs::path cache = folder.path / "cache";
  run(folder.path, "without", {});
  EXPECT_EQ(origin(folder.path / "without").at("prepared"), "made");
  run(folder.path, "first", {"--cache", cache.string()});
  EXPECT_EQ(origin(folder.path / "first").at("prepared"), "built");
  const auto files = files_in(cache);
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(origin(folder.path / "first").at("file"), files.front().string());
  for (const std::string threads : {"1", "2", "8"}) {
    const auto again =
        run(folder.path, "again" + threads, {"--cache", cache.string(), "--threads", threads});
    EXPECT_EQ(origin(folder.path / ("again" + threads)).at("prepared"), "reused");
    EXPECT_NE(again.err.find(files.front().string()), std::string::npos) << again.err;
    expect_same(folder.path / "without", folder.path / ("again" + threads));
  }
  expect_same(folder.path / "without", folder.path / "first");
  EXPECT_EQ(files_in(cache), files);
}

TEST(PreparedNetworks, TheUsersOwnFolderIsOnlyReadUnlessToldOtherwise) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  const fs::path own = folder.path / "own";
  run(folder.path, "before", {}, own);
  EXPECT_FALSE(fs::exists(own));
  const Answer built = ask({"network", "build", (folder.path / "study.toml").string()}, own);
  EXPECT_EQ(built.code, 0) << built.err;
  ASSERT_EQ(files_in(own).size(), 1u);
  EXPECT_EQ(built.out, files_in(own).front().string() + "\n");
  run(folder.path, "after", {}, own);
  EXPECT_EQ(origin(folder.path / "after").at("prepared"), "reused");
  expect_same(folder.path / "before", folder.path / "after");
  // Another road: another key, and nobody said to keep it.
  LittleTown town;
  town.roads.pop_back();
  town.write(folder.path);
  run(folder.path, "other", {}, own);
  EXPECT_EQ(origin(folder.path / "other").at("prepared"), "made");
  EXPECT_EQ(files_in(own).size(), 1u);
}

TEST(PreparedNetworks, OtherRoadsOrSpeedsAreAnotherFile) {
  const Folder folder;
  const fs::path cache = folder.path / "cache";
  LittleTown town;
  town.write(folder.path);
  run(folder.path, "one", {"--cache", cache.string()});
  town.roads[7] = "footway" + town.roads[7].substr(town.roads[7].find(','));
  town.write(folder.path);
  run(folder.path, "two", {"--cache", cache.string()});
  EXPECT_EQ(origin(folder.path / "two").at("prepared"), "built");
  std::ofstream{folder.path / "study.toml", std::ios::app}
      << "[profiles.walk.speed]\nfootway = 4.1\n";
  run(folder.path, "three", {"--cache", cache.string()});
  EXPECT_EQ(origin(folder.path / "three").at("prepared"), "built");
  EXPECT_EQ(files_in(cache).size(), 3u);
  run(folder.path, "three_without", {});
  expect_same(folder.path / "three_without", folder.path / "three");
}

TEST(PreparedNetworks, ADamagedOneIsSaidToBeAndMadeAnew) {
  const Folder folder;
  const fs::path cache = folder.path / "cache";
  LittleTown{}.write(folder.path);
  run(folder.path, "first", {"--cache", cache.string()});
  const fs::path file = files_in(cache).front();
  const std::string whole = bytes_of(file);
  for (const std::size_t at : {std::size_t{3}, std::size_t{100}, whole.size() / 3, whole.size() / 2,
                               whole.size() * 9 / 10}) {
    flip_byte(file, at);
    const Answer again = run(folder.path, "again", {"--cache", cache.string()});
    EXPECT_EQ(origin(folder.path / "again").at("prepared"), "built") << at;
    EXPECT_NE(again.err.find("is not used"), std::string::npos) << again.err;
    expect_same(folder.path / "first", folder.path / "again");
    EXPECT_TRUE(bytes_of(file) == whole) << at;
  }
  // Read only: said, and left as it is.
  flip_byte(file, whole.size() / 2);
  const Answer read_only = run(folder.path, "own", {}, cache);
  EXPECT_EQ(origin(folder.path / "own").at("prepared"), "made");
  EXPECT_NE(read_only.err.find("is not used"), std::string::npos) << read_only.err;
  EXPECT_FALSE(bytes_of(file) == whole);
  expect_same(folder.path / "first", folder.path / "own");
  // Cut off.
  std::ofstream{file, std::ios::binary} << whole.substr(0, whole.size() / 2);
  run(folder.path, "cut", {"--cache", cache.string()});
  EXPECT_TRUE(bytes_of(file) == whole);
  expect_same(folder.path / "first", folder.path / "cut");
}

TEST(PreparedNetworks, WhatCannotBeKeptIsSaidAndTheRunGoesOn) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  std::ofstream{folder.path / "file"} << "no folder";
  const Answer answer = run(folder.path, "out", {"--cache", (folder.path / "file").string()});
  EXPECT_EQ(origin(folder.path / "out").at("prepared"), "made");
  EXPECT_NE(answer.err.find("could not be kept"), std::string::npos) << answer.err;
  run(folder.path, "without", {});
  expect_same(folder.path / "without", folder.path / "out");
}

TEST(PreparedNetworks, CheckSaysWhatIsInAFileAndFindsEveryDamage) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  const std::string file = (folder.path / "town.network").string();
  const Answer built =
      ask({"network", "build", (folder.path / "study.toml").string(), "--out", file, "--json"});
  ASSERT_EQ(built.code, 0) << built.err;
  const auto told = nlohmann::json::parse(built.out).at("networks").at(0);
  EXPECT_EQ(told.at("file"), file);
  EXPECT_EQ(told.at("bytes"), fs::file_size(file));
  const Answer said = ask({"network", "check", file});
  EXPECT_EQ(said.code, 0) << said.err;
  for (const char* word : {"town.network is whole", "walk_elderly", "bicycle", "descending"})
    EXPECT_NE(said.out.find(word), std::string::npos) << word << "\n" << said.out;
  const auto document = nlohmann::json::parse(ask({"network", "check", file, "--json"}).out);
  EXPECT_EQ(document.at("junctions"), told.at("junctions"));
  EXPECT_EQ(document.at("profiles").size(), 4u);
  EXPECT_EQ(document.at("bytes"), fs::file_size(file));
  EXPECT_EQ(document.at("key").get<std::string>().size(), 64u);
  const std::string whole = bytes_of(file);
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 60 + 1) {
    flip_byte(file, at);
    const Answer damaged = ask({"network", "check", file});
    EXPECT_NE(damaged.code, 0) << at;
    EXPECT_EQ(damaged.out, "") << at;
    std::ofstream{file, std::ios::binary} << whole;
  }
  EXPECT_EQ(ask({"network", "check", (folder.path / "roads.csv").string()}).code, 3);
  EXPECT_EQ(ask({"network", "check", (folder.path / "nothing").string()}).code, 4);
}

TEST(PreparedNetworks, TablesOfTimesAndCirclesAreTheSameFromOne) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  const auto path = [&](const char* name) { return (folder.path / name).string(); };
  const std::vector<std::string> roads{"--roads",   path("roads.csv"), "--crs",
                                       "EPSG:4490", "--class",         "class"};
  const auto with = [&](std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), roads.begin(), roads.end());
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const std::vector<std::string> matrix{"matrix",     path("homes.csv"),
                                        "--to",       path("clinics.csv"),
                                        "--from-crs", "EPSG:4490",
                                        "--to-crs",   "EPSG:4490",
                                        "--from-id",  "id",
                                        "--minutes",  "30",
                                        "--mode",     "bicycle"};
  auto from = matrix;
  from.insert(from.begin() + 1, "--from");
  const std::vector<std::string> circles{"circles", "--at", "108.01,35.01", "--minutes", "3,9",
                                         "--mode",  "walk", "--mode",       "car"};
  for (const auto& [words, ending] : {std::pair{from, ".csv"}, std::pair{circles, ".geojson"}}) {
    const auto out = [&](const char* name) { return path(name) + ending; };
    for (const auto& [name, cache, said] :
         {std::tuple{"without", false, ""}, std::tuple{"first", true, "prepared and kept"},
          std::tuple{"again", true, "out of the cache"}}) {
      std::vector<std::string> more{"--out", out(name)};
      if (cache) more.insert(more.end(), {"--cache", path("cache")});
      const Answer answer = ask(with(words, more));
      ASSERT_EQ(answer.code, 0) << answer.err;
      EXPECT_NE(answer.err.find(said), std::string::npos) << answer.err;
      EXPECT_FALSE(bytes_of(out(name)).empty());
      EXPECT_TRUE(bytes_of(out(name)) == bytes_of(out("without"))) << name << ending;
    }
  }
  EXPECT_EQ(files_in(folder.path / "cache").size(), 2u);
}

TEST(PreparedNetworks, OfRoadsAloneHoldEveryProfileNamed) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  const std::string file = (folder.path / "roads.network").string();
  const std::string roads = (folder.path / "roads.csv").string();
  const Answer built = ask({"network", "build", "--roads", roads, "--crs", "EPSG:4490", "--class",
                            "class", "--mode", "walk", "--mode", "car", "--out", file});
  ASSERT_EQ(built.code, 0) << built.err;
  const auto document = nlohmann::json::parse(ask({"network", "check", file, "--json"}).out);
  EXPECT_EQ(document.at("profiles").size(), 2u);
  // Never over what is read.
  const std::string before = bytes_of(roads);
  const Answer over = ask({"network", "build", "--roads", roads, "--crs", "EPSG:4490", "--class",
                           "class", "--mode", "walk", "--out", roads});
  EXPECT_NE(over.code, 0);
  EXPECT_EQ(bytes_of(roads), before);
}

/// Neither parts of an input that its name does not say nor anything else of the user's.
TEST(PreparedNetworks, NeverReplaceWhatIsNotOurs) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  const std::string study = (folder.path / "study.toml").string();
  const auto build = [&](const std::string& name) {
    return ask({"network", "build", study, "--out", (folder.path / name).string()});
  };
  std::ofstream{folder.path / "thesis.txt"} << "years of work";
  const Answer refused = build("thesis.txt");
  EXPECT_EQ(refused.code, 4);
  EXPECT_NE(refused.err.find("is there already and is no prepared network"), std::string::npos)
      << refused.err;
  EXPECT_EQ(bytes_of(folder.path / "thesis.txt"), "years of work");
  std::ofstream{folder.path / "empty.network"};
  EXPECT_EQ(build("empty.network").code, 0);
  EXPECT_EQ(build("empty.network").code, 0);  // its own, again

  // A part of a Shapefile, empty or not, is an input though nobody named it.
  for (const char* part : {"lines.shp", "lines.shx", "lines.dbf", "lines.prj"})
    std::ofstream{folder.path / part};
  const Answer part = ask({"network", "build", "--roads", (folder.path / "lines.shp").string(),
                           "--mode", "walk", "--out", (folder.path / "lines.dbf").string()});
  EXPECT_NE(part.code, 0);
  EXPECT_TRUE(bytes_of(folder.path / "lines.dbf").empty());
}

/// What `network build --out` wrote, named to a verb.
class NamedFile : public ::testing::Test {
 protected:
  void SetUp() override { LittleTown{}.write(folder_.path); }
  std::string path(const std::string& name) const { return (folder_.path / name).string(); }
  void build_of_study(const std::string& name) const {
    const Answer built = ask({"network", "build", path("study.toml"), "--out", path(name)});
    ASSERT_EQ(built.code, 0) << built.err;
  }
  std::vector<std::string> of_roads(std::vector<std::string> words) const {
    words.insert(words.end(),
                 {"--roads", path("roads.csv"), "--crs", "EPSG:4490", "--class", "class"});
    return words;
  }
  std::vector<std::string> matrix(const std::string& out, const std::string& mode,
                                  const std::vector<std::string>& more) const {
    auto words = of_roads({"matrix", "--from", path("homes.csv"), "--to", path("clinics.csv"),
                           "--from-crs", "EPSG:4490", "--to-crs", "EPSG:4490", "--from-id", "id",
                           "--minutes", "30", "--mode", mode, "--out", path(out)});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Folder folder_;
};

TEST_F(NamedFile, IsUsedByARunForTheSameBytes) {
  build_of_study("town.network");
  run(folder_.path, "without", {});
  const Answer with = run(folder_.path, "with", {"--network", path("town.network")});
  EXPECT_NE(with.err.find("out of the file"), std::string::npos) << with.err;
  EXPECT_EQ(origin(folder_.path / "with").at("prepared"), "reused");
  EXPECT_EQ(origin(folder_.path / "with").at("file"), path("town.network"));
  expect_same(folder_.path / "without", folder_.path / "with");
}

TEST_F(NamedFile, OfAllProfilesIsUsedForOneOrTwo) {
  const Answer built = ask(of_roads({"network", "build", "--out", path("all.network")}));
  ASSERT_EQ(built.code, 0) << built.err;
  const auto circles = [&](const std::string& out, const std::vector<std::string>& more) {
    auto words = of_roads({"circles", "--at", "108.01,35.01", "--minutes", "3,9", "--mode", "walk",
                           "--mode", "car", "--out", path(out)});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const std::vector<std::string> given{"--network", path("all.network")};
  for (const auto& [without, with, one, other] :
       {std::tuple{"a.csv", "b.csv", matrix("a.csv", "walk", {}), matrix("b.csv", "walk", given)},
        std::tuple{"a.geojson", "b.geojson", circles("a.geojson", {}),
                   circles("b.geojson", given)}}) {
    EXPECT_EQ(ask(one).code, 0);
    const Answer answer = ask(other);
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_NE(answer.err.find("out of the file"), std::string::npos) << answer.err;
    EXPECT_FALSE(bytes_of(path(with)).empty());
    EXPECT_TRUE(bytes_of(path(without)) == bytes_of(path(with))) << with;
  }
}

TEST_F(NamedFile, OfAllProfilesInAFolderIsFoundForOne) {
  const std::string cache = path("cache");
  ASSERT_EQ(ask(of_roads({"network", "build", "--cache", cache})).code, 0);
  const auto files = files_in(cache);
  ASSERT_EQ(files.size(), 1u);
  const Answer answer = ask(matrix("times.csv", "walk", {"--cache", cache}));
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_NE(answer.err.find(files.front().string()), std::string::npos) << answer.err;
  EXPECT_EQ(files_in(cache), files);
  ASSERT_EQ(ask(matrix("without.csv", "walk", {})).code, 0);
  EXPECT_TRUE(bytes_of(path("times.csv")) == bytes_of(path("without.csv")));
}

TEST_F(NamedFile, OfOtherRoadsProfilesOrSpeedsIsRefused) {
  build_of_study("town.network");
  const auto refused = [&](const std::vector<std::string>& words, const char* why) {
    const Answer answer = ask(words);
    EXPECT_EQ(answer.code, 3) << why << answer.out;
    EXPECT_NE(answer.err.find(why), std::string::npos) << answer.err;
  };
  const std::vector<std::string> again{
      "run", path("study.toml"), "--network", path("town.network"), "--out", path("out")};
  {
    std::ofstream{folder_.path / "study.toml", std::ios::app}
        << "[profiles.walk.speed]\nfootway = 4.1\n";
    refused(again, "with other speeds or rules");
  }
  LittleTown other;
  other.roads.pop_back();
  other.write(folder_.path);
  refused(again, "made of other roads");
  EXPECT_FALSE(fs::exists(folder_.path / "out" / "services.csv"));
  const Answer walk =
      ask(of_roads({"network", "build", "--mode", "walk", "--out", path("walk.network")}));
  ASSERT_EQ(walk.code, 0) << walk.err;
  refused(matrix("times.csv", "car", {"--network", path("walk.network")}), "no profile car");
  refused(matrix("times.csv", "car", {"--network", path("roads.csv")}), "no prepared network");
  EXPECT_FALSE(fs::exists(folder_.path / "times.csv"));
}

TEST_F(NamedFile, ThatIsDamagedIsRefusedAndNeverWrittenOver) {
  build_of_study("town.network");
  const std::string whole = bytes_of(path("town.network"));
  const std::string file = path("town.network");
  flip_byte(file, whole.size() / 2);
  const Answer damaged = ask({"run", path("study.toml"), "--network", file, "--out", path("out")});
  EXPECT_EQ(damaged.code, 4) << damaged.err;
  EXPECT_NE(damaged.err.find("is damaged"), std::string::npos) << damaged.err;
  std::ofstream{file, std::ios::binary} << whole;
  fs::rename(file, path("named.csv"));
  const Answer over = ask(matrix("named.csv", "walk", {"--network", path("named.csv")}));
  EXPECT_NE(over.code, 0);
  EXPECT_TRUE(bytes_of(path("named.csv")) == whole);
}

}  // namespace
}  // namespace lifecircle

// Sites that have room: what is promised, what a run with them has, what a checker says.

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/tools/site_folder.hpp"

namespace lifecircle {
namespace {

using namespace test::siting;

constexpr const char* kPlaces =
    "[[siting]]\nname = \"places\"\nservice = \"kindergarten_15min_walk\"\nrooms = \"places\"\n"
    "sites = 3\n[[siting.candidates]]\nspacing = 300\nroom = 20\n";

TEST_F(SiteOfACounty, PromisesPlacesThatARunWithTheSitesHas) {
  study(kPlaces);
  const Ended sited = run({"site", at("study.toml"), "--out", at("out")});
  ASSERT_EQ(sited.code, 0) << sited.err;
  const auto row = rows_of(folder / "out" / "siting.csv").at(0);
  EXPECT_EQ(row.at("rooms"), "places");
  EXPECT_EQ(row.at("measure"), "children");
  EXPECT_EQ(row.at("after"), row.at("rerun"));
  EXPECT_GT(std::stod(row.at("after")), std::stod(row.at("before")));
  EXPECT_GE(std::stod(row.at("bound")), std::stod(row.at("value")));
  double taken = 0;
  for (const char* file : {"sites.csv", "existing.csv"})
    for (const auto& site : rows_of(folder / "out" / file)) {
      if (site.at("taken").empty()) continue;
      EXPECT_LE(std::stod(site.at("taken")), std::stod(site.at("room")) + 1e-9);
      EXPECT_LE(std::stod(site.at("only_children")), std::stod(site.at("taken")));
      taken += std::stod(site.at("taken"));
    }
  EXPECT_NEAR(taken, std::stod(row.at("after")), 1e-6);
  EXPECT_EQ(run({"verify", at("out/proof_1.json")}).code, 0);

  // Everyone to the nearest that has a place left: the number of a run with the scenario.
  const Ended rerun =
      run({"run", at("study.toml"), "--scenario", at("out/scenario_1.toml"), "--out", at("rerun")});
  ASSERT_EQ(rerun.code, 0) << rerun.err;
  double by_choice = 0;
  for (const auto& of : rows_of(folder / "rerun" / "supply.csv"))
    if (of.at("level") == "setting" && of.at("service") == "kindergarten_15min_walk" &&
        of.at("counted") == "children")
      by_choice += std::stod(of.at("with_room_next"));
  EXPECT_GT(by_choice, 0);
  EXPECT_NEAR(by_choice, std::stod(row.at("rerun_by_choice")), 1e-6);
}

TEST_F(SiteOfACounty, AnswersPlacesTheSameInTables) {
  study(kPlaces);
  ASSERT_EQ(run({"site", at("study.toml"), "--out", at("out")}).code, 0);
  const Ended tables =
      run({"site", "--matrix", at("out/proof_1_matrix.csv"), "--demand",
           at("out/proof_1_demand.csv"), "--candidates", at("out/proof_1_candidates.csv"),
           "--sites", "3", "--minutes", "15", "--out", at("tables"), "--json"});
  ASSERT_EQ(tables.code, 0) << tables.err;
  const Json said = Json::parse(tables.out);
  const Json proof = Json::parse(bytes_of(folder / "out" / "proof_1.json"));
  EXPECT_EQ(said["value"], proof["answer"]["value"]);
  EXPECT_EQ(said["bound"], proof["answer"]["bound"]);
  EXPECT_EQ(run({"verify", at("tables/proof_1.json")}).code, 0);
}

TEST_F(SiteOfACounty, IsRejectedWhereItsPlacesAreBent) {
  study(kPlaces);
  ASSERT_EQ(run({"site", at("study.toml"), "--out", at("out")}).code, 0);
  const Json good = Json::parse(bytes_of(folder / "out" / "proof_1.json"));
  const auto bend = [&](const std::string& what, const char* key, const std::string& bytes,
                        int code) {
    Json bent = good;
    const std::string name = "bent_" + std::string{key};
    write(folder / "out" / name, bytes);
    const std::string command = "sha256sum " + at("out/" + name) + " > " + at("sum");
    ASSERT_EQ(std::system(command.c_str()), 0);
    bent["files"][key] = {{"file", name}, {"sha256", bytes_of(folder / "sum").substr(0, 64)}};
    write(folder / "out" / "bent.json", bent.dump());
    const Ended ended = run({"verify", at("out/bent.json")});
    EXPECT_EQ(ended.code, code) << what << ": " << ended.out << ended.err;
  };
  const std::string certificate = bytes_of(folder / "out" / "proof_1_certificate.txt");
  const auto with = [&](const std::string& word, std::size_t skip, const std::string& number) {
    std::string bent = certificate;
    std::size_t at = bent.find("\n" + word + " ") + word.size() + 2;
    for (std::size_t i = 0; i < skip; ++i) at = bent.find(' ', at) + 1;
    return bent.replace(at, bent.find_first_of(" \n", at) - at, number);
  };
  bend("the same", "certificate", certificate, 0);
  const auto value = good["answer"]["value"].get<std::int64_t>();
  const auto bound = good["answer"]["bound"].get<std::int64_t>();
  bend("worth more", "certificate", with("value", 0, std::to_string(value + 1)), 1);
  bend("a stronger bound", "certificate", with("bound", 0, std::to_string(value - 1)), 1);
  bend("a weaker bound", "certificate", with("bound", 0, std::to_string(bound + 1)), 3);
  bend("a price below nothing", "certificate", with("prices", 1, "-1"), 1);
  bend("a site that is none", "certificate", with("sent", 1, "999999"), 1);
  bend("no number", "certificate", with("bits", 0, "x"), 3);
  bend("cut", "certificate", certificate.substr(0, certificate.size() / 2), 3);
  // Somebody moves to another site: who is there is too many, or out of reach.
  const Json sites = good["answer"]["sites"];
  for (const auto& site : sites) {
    std::string all = certificate;
    std::size_t begin = all.find("\nsent ") + 6, end = all.find('\n', begin);
    std::string line = all.substr(begin, end - begin);
    const std::string count = line.substr(0, line.find(' '));
    std::string moved = count;
    for (int d = 0; d < std::stoi(count); ++d) moved += " " + std::to_string(site.get<int>() + 1);
    bend("all to one", "certificate", all.replace(begin, end - begin, moved), 1);
  }
  std::string demand = bytes_of(folder / "out" / "proof_1_demand.csv");
  std::string heavier;
  for (std::size_t at = 0, next; at < demand.size(); at = next) {
    next = demand.find('\n', at) + 1;
    std::string line = demand.substr(at, next - at);
    if (at > 0) line.replace(line.rfind(',') + 1, std::string::npos, "1000000.000\r\n");
    heavier += line;
  }
  bend("everybody takes more", "demand", heavier, 1);
  std::string rooms = bytes_of(folder / "out" / "proof_1_candidates.csv"), smaller;
  for (std::size_t at = 0, next; at < rooms.size(); at = next) {
    next = rooms.find('\n', at) + 1;
    std::string line = rooms.substr(at, next - at);
    if (at > 0) line.replace(line.rfind(',') + 1, std::string::npos, "0.500\r\n");
    smaller += line;
  }
  bend("smaller rooms", "candidates", smaller, 1);
  const auto said = [&](const std::string& key, const Json& value_said) {
    Json bent = good;
    bent["answer"][key] = value_said;
    write(folder / "out" / "bent.json", bent.dump());
    EXPECT_NE(run({"verify", at("out/bent.json")}).code, 0) << key;
  };
  said("value", value + 1);
  said("bound", bound + 1);
  said("site_ids", Json::array({"somewhere"}));
  said("feasible", false);
}

/// A proof of somebody's own making: tables, question, certificate, answer.
class ForgedProof : public Site {
 protected:
  /// What `verify` ends with.
  Ended verify(const Json& question, const std::string& demand, const std::string& candidates,
               const std::string& certificate, const Json& answer) {
    Json files;
    for (const auto& [key, bytes] :
         {std::pair{"matrix", std::string{"candidate,demand,seconds\n0,0,1\n1,0,1\n"}},
          std::pair{"demand", demand}, std::pair{"candidates", candidates},
          std::pair{"certificate", certificate}}) {
      write(folder / key, bytes);
      const std::string command = "sha256sum " + at(key) + " > " + at("sum");
      EXPECT_EQ(std::system(command.c_str()), 0);
      files[key] = {{"file", key}, {"sha256", bytes_of(folder / "sum").substr(0, 64)}};
    }
    Json asked = {{"aim", "cover_most"}, {"limit_ms", nullptr},
                  {"sites", nullptr},    {"budget_thousandths", nullptr},
                  {"closings", nullptr}, {"once", 1},
                  {"twice", 0},          {"far_ms", nullptr}};
    asked.update(question);
    write(folder / "proof.json", Json{{"lifecircle_siting_proof", 2},
                                      {"about", Json::object()},
                                      {"question", asked},
                                      {"files", files},
                                      {"answer", answer}}
                                     .dump());
    return run({"verify", at("proof.json")});
  }
};

/// 2^56 x 2^52 x 2^20 is nothing in 128 bits, and nothing was all that it said can be had.
TEST_F(ForgedProof, OfSumsBeyondAllMeasureIsRefused) {
  const std::string certificate =
      "lifecircle-siting-certificate 1\nfeasible 1\nvalue 0\nbound 0\nsites 0\nunit 1048576\n"
      "bits 0\ndropped 0\nclasses 1 0\nnodes 1\nnode 0 0 0 4503599627370496 0 0 1 0 1\n";
  const Json none = {{"feasible", true},
                     {"value", 0},
                     {"bound", 0},
                     {"sites", Json::array()},
                     {"site_ids", Json::array()}};
  const Ended ended =
      verify({{"budget_thousandths", std::int64_t{1} << 56}}, "id,place,units\n0,home,1048576\n",
             "id,place,name,standing,cost\n0,A,,choice,562949953421.312\n"
             "1,B,,choice,562949953421.312\n",
             certificate, none);
  EXPECT_EQ(ended.code, 1) << ended.out << ended.err;
  EXPECT_NE(ended.out.find("REJECTED"), std::string::npos) << ended.out;
}

/// What is impossible has no sites, and nobody looks for the names of those it tells.
TEST_F(ForgedProof, OfWhatIsImpossibleTellsNoSites) {
  const Json none = {{"feasible", false},
                     {"value", 5},
                     {"bound", 4},
                     {"sites", Json::array()},
                     {"site_ids", Json::array()}};
  const auto with = [&](const std::string& sites, const Json& told, bool rooms) {
    Json answer = none;
    answer["sites"] = told;
    const std::string rest =
        rooms ? "sent 0\nbits 0\nprices 0\n" : "unit 1\nbits 0\ndropped 0\nclasses 0\nnodes 0\n";
    return verify({{"sites", 1}},
                  std::string{"id,place,units"} + (rooms ? ",load" : "") + "\n0,home,1" +
                      (rooms ? ",1" : "") + "\n",
                  std::string{"id,place,name,standing"} + (rooms ? ",room" : "") +
                      "\n0,A,,required" + (rooms ? ",1" : "") + "\n1,B,,required" +
                      (rooms ? ",1" : "") + "\n",
                  (rooms ? std::string{"lifecircle-siting-rooms 1"}
                         : std::string{"lifecircle-siting-certificate 1"}) +
                      "\nfeasible 0\nvalue 99999\nbound -3\nsites " + sites + "\n" + rest,
                  answer)
        .code;
  };
  for (const bool rooms : {false, true}) {
    EXPECT_EQ(with("0", Json::array(), rooms), 0) << rooms;
    EXPECT_EQ(with("1 4000000000", Json::array(), rooms), 0) << rooms;
    EXPECT_EQ(with("2 0 1", Json::array({0, 1}), rooms), 3) << rooms;
  }
}

TEST_F(ForgedProof, OfDeepNestsEndsInASentence) {
  const std::string nest(200'000, '[');
  for (const char* key : {"about", "question", "answer", "lifecircle_siting_proof"}) {
    write(folder / "deep.json",
          std::string{"{\""} + key + "\": " + nest + std::string(nest.size(), ']') + "}");
    const Ended ended = run({"verify", at("deep.json")});
    EXPECT_EQ(ended.code, 3) << key;
    EXPECT_FALSE(ended.err.empty());
  }
}

TEST_F(Site, OfTablesKeepsToTheRoomThereIs) {
  // A reaches all, B two of them; either has room for 5.
  write(folder / "m.csv", "candidate,demand,seconds\nA,1,10\nA,2,10\nA,3,10\nB,2,20\nB,3,20\n");
  write(folder / "d.csv", "id,weight,load\n1,10,5\n2,4,3\n3,3,2\n");
  write(folder / "c.csv", "id,room\nA,5\nB,5\n");
  const auto ask = [&](const std::string& out, std::vector<std::string> more, int code = 0) {
    std::vector<std::string> words{"site",      "--matrix",     at("m.csv"), "--demand",
                                   at("d.csv"), "--candidates", at("c.csv"), "--out",
                                   at(out),     "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = run(words);
    EXPECT_EQ(ended.code, code) << ended.err;
    return code == 0 ? Json::parse(ended.out) : Json(ended.err);
  };
  const Json one = ask("one", {"--sites", "1"});
  EXPECT_EQ(one["value"], 10.0);
  EXPECT_EQ(one["sites"], Json({"A"}));
  EXPECT_EQ(one["proof"], "proven");
  const Json two = ask("two", {"--sites", "2"});
  EXPECT_EQ(two["value"], 17.0);
  const auto sites = rows_of(folder / "two" / "sites.csv");
  ASSERT_EQ(sites.size(), 2u);
  for (const auto& site : sites) EXPECT_EQ(site.at("taken"), "5.000");
  const Json timed = ask("timed", {"--sites", "2", "--aim", "least_time", "--minutes", "1"});
  EXPECT_EQ(timed["value"], 10.0 * 10 + 7 * 20);
  for (const char* out : {"one", "two", "timed"})
    EXPECT_EQ(run({"verify", at(out + std::string{"/proof_1.json"})}).code, 0) << out;
  ask("three", {"--aim", "cover_all"}, 2);
  ask("four", {"--sites", "1", "--backup", "0.5"}, 2);
}

}  // namespace
}  // namespace lifecircle

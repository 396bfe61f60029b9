// Sites of a study and of tables: what is promised, what another run has, what a checker says.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/test_data.hpp"
#include "tests/tools/site_folder.hpp"

namespace lifecircle {
namespace {

using namespace test::siting;

constexpr const char* kStations =
    "[[siting]]\nname = \"stations\"\nservice = \"medical_15min_walk\"\nsites = 3\n"
    "[[siting.candidates]]\nspacing = 300\n[[siting.candidates]]\nkind = \"pharmacy\"\n";

TEST_F(SiteOfACounty, PromisesWhatAScenarioWithItsSitesDelivers) {
  study(kStations);
  const Ended sited = run({"site", at("study.toml"), "--out", at("out")});
  ASSERT_EQ(sited.code, 0) << sited.err;
  const auto row = rows_of(folder / "out" / "siting.csv").at(0);
  EXPECT_EQ(row.at("after"), row.at("rerun"));
  EXPECT_EQ(row.at("proof"), "proven");
  EXPECT_GT(std::stod(row.at("after")), std::stod(row.at("before")));
  const Ended compared = run({"compare", at("study.toml"), "--scenario", at("out/scenario_1.toml"),
                              "--out", at("compared")});
  ASSERT_EQ(compared.code, 0) << compared.err;
  bool found = false;
  for (const auto& of : rows_of(folder / "compared" / "compare.csv"))
    if (of.at("service") == "medical_15min_walk" && of.at("counted") == "people" &&
        of.at("headline") == "1" && of.at("travel") == "stated") {
      found = true;
      EXPECT_EQ(of.at("base_covered"), row.at("before"));
      EXPECT_EQ(of.at("covered"), row.at("after"));
      EXPECT_EQ(of.at("percent"), row.at("after_percent"));
      EXPECT_EQ(of.at("total"), row.at("total"));
    }
  EXPECT_TRUE(found);
  double gained = 0;
  for (const auto& site : rows_of(folder / "out" / "sites.csv"))
    gained += std::stod(site.at("gained_people"));
  EXPECT_NEAR(gained, std::stod(row.at("after")) - std::stod(row.at("before")), 0.002);
  // More sites never give less, and the last point is the answer.
  double last = 0;
  for (const auto& point : rows_of(folder / "out" / "gain.csv")) {
    EXPECT_GE(std::stod(point.at("value")), last);
    EXPECT_GE(std::stod(point.at("bound")), std::stod(point.at("value")));
    last = std::stod(point.at("value"));
  }
  EXPECT_EQ(last, std::stod(row.at("value")));
}

TEST_F(SiteOfACounty, BuildsWhatIsOpenAtTheTimeOfTheStudy) {
  head = "[time]\nat = \"weekday 10:00\"\nunknown = \"closed\"\n" + head;
  study(kStations);
  ASSERT_EQ(run({"site", at("study.toml"), "--out", at("out"), "--quick"}).code, 0);
  const auto row = rows_of(folder / "out" / "siting.csv").at(0);
  EXPECT_GT(std::stod(row.at("after")), std::stod(row.at("before")));
  const Ended rerun = run({"run", at("study.toml"), "--scenario", at("out/scenario_1.toml"),
                           "--out", at("rerun"), "--json"});
  ASSERT_EQ(rerun.code, 0) << rerun.err;
  bool found = false;
  const Json said = Json::parse(rerun.out);
  for (const auto& result : said["results"])
    if (result["service"] == "medical_15min_walk" && result["counted"] == "people" && !found) {
      found = true;
      EXPECT_EQ(result["covered"], std::stod(row.at("after")));
    }
  EXPECT_TRUE(found);
}

TEST_F(SiteOfACounty, AnswersTheSameInTables) {
  study(kStations);
  ASSERT_EQ(run({"site", at("study.toml"), "--out", at("out")}).code, 0);
  const Ended tables =
      run({"site", "--matrix", at("out/proof_1_matrix.csv"), "--demand",
           at("out/proof_1_demand.csv"), "--candidates", at("out/proof_1_candidates.csv"),
           "--sites", "3", "--minutes", "15", "--out", at("tables"), "--json"});
  ASSERT_EQ(tables.code, 0) << tables.err;
  const Json said = Json::parse(tables.out);
  const Json proof = Json::parse(bytes_of(folder / "out" / "proof_1.json"));
  EXPECT_EQ(said["value"], proof["answer"]["value"]);
  std::vector<std::string> sites;
  for (const auto& site : proof["answer"]["sites"])
    sites.push_back(std::to_string(site.get<int>()));
  EXPECT_EQ(said["sites"], Json(sites));
}

TEST_F(SiteOfACounty, HasTheSameBytesForAnyNumberOfThreads) {
  study(std::string{kStations} +
        "[[siting]]\nname = \"each\"\nservice = \"medical_15min_walk\"\nsites = 1\nby = "
        "\"township\"\nweights = { people = 1, elderly = 2.5 }\n[[siting.candidates]]\nspacing = "
        "300\n");
  for (const char* threads : {"1", "3"})
    ASSERT_EQ(run({"site", at("study.toml"), "--out", at(threads), "--threads", threads}).code, 0);
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator{folder / "1"}) {
    EXPECT_EQ(bytes_of(file.path()), bytes_of(folder / "3" / file.path().filename()))
        << file.path();
    ++files;
  }
  EXPECT_GT(files, 12u);
  // Each township's promise is what it has at least when all are built.
  double grounds = 0;
  for (const auto& row : rows_of(folder / "1" / "siting.csv"))
    if (row.at("siting") == "each") {
      EXPECT_GE(std::stod(row.at("rerun")), std::stod(row.at("after")));
      EXPECT_EQ(row.at("ground").size(), 9u);
      ++grounds;
    }
  EXPECT_GT(grounds, 2);
}

/// The page says it in a sentence, and names of strangers stay text.
TEST_F(SiteOfACounty, IsToldOnAPageInBothLanguages) {
  std::string hostile = kStations;
  hostile.replace(hostile.find("stations"), 8, "<script>alert(1)</script> & 站");
  study(hostile);
  for (const char* language : {"zh", "en"}) {
    const Ended sited = run({"site", at("study.toml"), "--out", at(language), "--lang", language});
    ASSERT_EQ(sited.code, 0) << sited.err;
    const std::string page = bytes_of(folder / language / "report.html");
    EXPECT_EQ(page.find("<script>alert"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)"), std::string::npos);
    EXPECT_NE(page.find(language == std::string{"zh"} ? "承诺覆盖" : "promised"),
              std::string::npos);
    EXPECT_EQ(bytes_of(folder / language / "gain_1.svg").find("<script"), std::string::npos);
    const auto row = rows_of(folder / language / "siting.csv").at(0);
    const std::string rate = row.at("after_percent") + " %";
    EXPECT_NE(page.find(rate), std::string::npos) << rate;
  }
}

/// Every way to bend a proof.
TEST_F(SiteOfACounty, IsVerifiedOrRejected) {
  study(kStations);
  ASSERT_EQ(run({"site", at("study.toml"), "--out", at("out")}).code, 0);
  const std::string proof = at("out/proof_1.json");
  const Ended fine = run({"verify", proof});
  EXPECT_EQ(fine.code, 0) << fine.err;
  EXPECT_NE(fine.out.find("nothing is better"), std::string::npos) << fine.out;

  const Json good = Json::parse(bytes_of(proof));
  const auto with = [&](const std::string& what, auto change) {
    Json bent = good;
    change(bent);
    write(folder / "out" / "bent.json", bent.dump());
    const Ended ended = run({"verify", at("out/bent.json")});
    EXPECT_NE(ended.code, 0) << what << ": " << ended.out;
    return ended;
  };
  with("fewer sites allowed", [](Json& j) { j["question"]["sites"] = 2; });
  with("another limit", [](Json& j) { j["question"]["limit_ms"] = 300'000; });
  with("another aim", [](Json& j) { j["question"]["aim"] = "least_time"; });
  with("a budget", [](Json& j) { j["question"]["budget_thousandths"] = 1; });
  with("a negative number", [](Json& j) { j["question"]["once"] = -1; });
  with("a huge number", [](Json& j) { j["question"]["once"] = 9'000'000'000'000'000'000LL; });
  with("a file elsewhere", [](Json& j) { j["files"]["matrix"]["file"] = "../study.toml"; });
  with("a file not there", [](Json& j) { j["files"]["matrix"]["file"] = "none.csv"; });
  with("a file without a name", [](Json& j) { j["files"]["matrix"] = Json::object(); });
  with("an aim that is a number", [](Json& j) { j["question"]["aim"] = 5; });
  with("no aim", [](Json& j) { j["question"]["aim"] = nullptr; });
  with("no question", [](Json& j) { j.erase("question"); });
  with("a question of another kind", [](Json& j) { j["question"] = 7; });

  // Tables and certificates that were changed, and the sums with them.
  const auto bend = [&](const char* key, const std::string& bytes) {
    Json bent = good;
    const std::string name = "bent_" + std::string{key};
    write(folder / "out" / name, bytes);
    const auto sum = run({"verify", proof});  // any run: sums are taken by the program itself
    EXPECT_EQ(sum.code, 0);
    const std::string command = "sha256sum " + at("out/" + name) + " > " + at("sum");
    EXPECT_EQ(std::system(command.c_str()), 0);
    bent["files"][key] = {{"file", name}, {"sha256", bytes_of(folder / "sum").substr(0, 64)}};
    write(folder / "out" / "bent.json", bent.dump());
    return run({"verify", at("out/bent.json")});
  };
  const std::string certificate = bytes_of(folder / "out" / "proof_1_certificate.txt");
  EXPECT_EQ(bend("certificate", certificate).code, 0) << "the same under another name";
  const auto value = std::to_string(good["answer"]["value"].get<std::int64_t>());
  const auto more = std::to_string(good["answer"]["value"].get<std::int64_t>() + 1);
  std::string better = certificate;
  for (std::size_t p = 0; (p = better.find(value, p)) != std::string::npos; p += more.size())
    better.replace(p, value.size(), more);
  ASSERT_NE(better, certificate);
  const Ended rejected = bend("certificate", better);
  EXPECT_EQ(rejected.code, 1) << rejected.err;
  EXPECT_NE(rejected.out.find("REJECTED"), std::string::npos) << rejected.out;
  EXPECT_EQ(bend("certificate", certificate.substr(0, certificate.size() / 2)).code, 3);
  const std::string matrix = bytes_of(folder / "out" / "proof_1_matrix.csv");
  const std::string site = "\r\n" + std::to_string(good["answer"]["sites"][0].get<int>()) + ",";
  std::string without = matrix;
  for (std::size_t p = 0; (p = without.find(site)) != std::string::npos;)
    without.erase(p, without.find("\r\n", p + 2) - p);
  ASSERT_LT(without.size(), matrix.size());
  EXPECT_EQ(bend("matrix", without).code, 1) << "a site reaches nobody";
  EXPECT_EQ(bend("matrix", matrix.substr(0, matrix.rfind(','))).code, 3) << "cut in a row";
  std::string demand = bytes_of(folder / "out" / "proof_1_demand.csv");
  const auto one = demand.rfind(',');
  demand.replace(one + 1, demand.size() - one - 1, "999999\r\n");
  EXPECT_NE(bend("demand", demand).code, 0) << "somebody weighs more";
  write(folder / "out" / "proof_1_matrix.csv", matrix + "\r\n");
  EXPECT_NE(run({"verify", proof}).code, 0) << "a table changed behind its back";
}

TEST_F(Site, OfTablesTakesRowsInAnyOrderAndSaysWhatItCannotUse) {
  write(folder / "m.csv",
        "from_id,to_id,seconds\n1,A,100\n2,A,200\n2,B,50\n3,B,300\n3,B,280\nx,B,1\n4,C,abc\n4,C,"
        "10\n");
  write(folder / "d.csv", "id,weight\n1,2.5\n2,1\n3,4\n4,1.25\n5,7\n");
  write(folder / "m2.csv", "seconds,to_id,from_id\n10,C,4\n280,B,3\n50,B,2\n200,A,2\n100,A,1\n");
  const auto ask = [&](const std::string& matrix, const std::string& out,
                       std::vector<std::string> more) {
    std::vector<std::string> words{"site",      "--matrix", at(matrix), "--demand",
                                   at("d.csv"), "--out",    at(out),    "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = run(words);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return Json::parse(ended.out);
  };
  const Json first = ask("m.csv", "a", {"--sites", "1"});
  EXPECT_EQ(first["value"], 5.0);
  EXPECT_EQ(first["sites"], Json({"B"}));
  EXPECT_EQ(first["proof"], "proven");
  EXPECT_EQ(first["problems"]["siting_pair_of_nobody"], 1);
  EXPECT_EQ(first["problems"]["siting_row_unusable"], 1);
  EXPECT_EQ(first["problems"]["siting_pair_twice"], 1);
  const Json again = ask("m2.csv", "b", {"--sites", "1"});
  EXPECT_TRUE(again["problems"].empty());
  for (const char* file : {"sites.csv", "gain.csv", "proof_1_matrix.csv", "proof_1_demand.csv",
                           "proof_1_candidates.csv", "proof_1_certificate.txt", "proof_1.json"})
    EXPECT_EQ(bytes_of(folder / "a" / file), bytes_of(folder / "b" / file)) << file;
  EXPECT_EQ(ask("m.csv", "c", {"--sites", "2"})["value"], 7.5);
  EXPECT_EQ(ask("m.csv", "d", {"--aim", "cover_all"})["sites"], Json({"A", "B", "C"}));
  const Json timed = ask("m.csv", "e", {"--aim", "least_time", "--sites", "1", "--minutes", "10"});
  EXPECT_EQ(timed["sites"], Json({"B"}));
  EXPECT_EQ(timed["value"], 2.5 * 600 + 50 + 4 * 280 + 1.25 * 600 + 7 * 600);
  // Without a limit who goes nowhere counts the longest time there is.
  EXPECT_EQ(ask("m.csv", "i", {"--aim", "least_time", "--sites", "1"})["value"],
            2.5 * 100 + 200 + 4 * 280 + 1.25 * 280 + 7 * 280);
  EXPECT_EQ(ask("m.csv", "f", {"--aim", "least_worst", "--sites", "3"})["value"], 280.0);
  for (const char* out : {"a", "c", "d", "e", "f", "i"})
    EXPECT_EQ(run({"verify", at(out + std::string{"/proof_1.json"})}).code, 0) << out;
  write(folder / "c.csv", "id,cost,standing\nA,5,required\nB,3,\nC,2.5,禁选\n");
  const Json costs = ask("m.csv", "g", {"--budget", "7.9", "--candidates", at("c.csv")});
  EXPECT_EQ(costs["sites"], Json({"A"}));
  EXPECT_EQ(ask("m.csv", "h", {"--budget", "4", "--candidates", at("c.csv")})["feasible"], false);
  EXPECT_EQ(run({"verify", at("h/proof_1.json")}).code, 0);
}

/// The prize of ten more places of health care among all hexagons of Porto Alegre.
TEST_F(Site, TenHealthSitesForPortoAlegre) {
  const auto osm = test::data("poa/poa_osm.pbf"), hexagons = test::data("poa/poa_hexgrid.csv");
  if (osm.empty() || hexagons.empty()) GTEST_SKIP();
  std::string counts;
  for (int n = 1; n < 100; ++n) counts += (n > 1 ? ",\"" : "\"") + std::to_string(n) + "\"";
  write(folder / "study.toml",
        "[[network.osm]]\nfile = \"" + osm + "\"\n[[people]]\nfile = \"" + hexagons +
            "\"\nid = \"id\"\npeople = \"population\"\n[[facilities]]\nkind = \"health\"\nfile = "
            "\"" +
            hexagons + "\"\nid = \"id\"\nwhere = { healthcare = [" + counts +
            "] }\n[[services]]\nname = \"walk_15\"\nkinds = [\"health\"]\nmodes = "
            "[\"walk\"]\nminutes = 15\n[[siting]]\nname = \"ten\"\nservice = \"walk_15\"\nsites = "
            "10\n[[siting.candidates]]\nfile = \"" +
            hexagons + "\"\nid = \"id\"\n");
  ASSERT_EQ(run({"site", at("study.toml"), "--out", at("out")}).code, 0);
  const auto row = rows_of(folder / "out" / "siting.csv").at(0);
  EXPECT_EQ(row.at("candidates"), "1227");
  EXPECT_EQ(row.at("proof"), "proven");
  EXPECT_EQ(row.at("total"), "812935.000");
  EXPECT_EQ(row.at("after"), row.at("rerun"));
  EXPECT_EQ(run({"verify", at("out/proof_1.json")}).code, 0);
  const Ended rerun = run({"run", at("study.toml"), "--scenario", at("out/scenario_1.toml"),
                           "--out", at("rerun"), "--json"});
  ASSERT_EQ(rerun.code, 0) << rerun.err;
  EXPECT_EQ(Json::parse(rerun.out)["results"][0]["covered"], std::stod(row.at("after")));
}

}  // namespace
}  // namespace lifecircle

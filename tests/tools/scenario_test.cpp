// A scenario gives, byte for byte, what a run on inputs edited by hand gives.

#include <nlohmann/json.hpp>

#include "tests/tools/scenario_town.hpp"

namespace lifecircle::test {
namespace {

class Scenario : public ScenarioTown {};

TEST_F(Scenario, IsByteForByteARunOnEditedInputs) {
  const auto clinics = ids("clinic");
  ASSERT_GE(clinics.size(), 4u);
  const auto number = [&](std::size_t i) { return std::to_string(clinics[i]); };
  const std::string scenario =
      "[scenario]\nname = \"plan 2025\"\n"
      "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"facilities\"\n"
      "id = \"id\"\nremove = [" +
      number(0) + ", \"" + number(1) +
      "\"]\n"
      "[[edit.change]]\nrow = " +
      number(2) +
      "\nset = { capacity = 40 }\n"
      "[[edit.change]]\nrow = " +
      number(3) +
      "\nat = [467500.25, 3875000.5]\n"
      "[[edit.add]]\nat = [464000.5, 3872000.25]\nset = { id = 9001, kind "
      "= \"clinic\", name = \"new\", capacity = 12, hours = \"24/7\" }\n"
      "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"roads\"\nid = \"id\"\n"
      "remove = 3\n[[edit.change]]\nrow = [4, 5]\nset = { class = "
      "\"primary\", maxspeed = 60 }\n[[edit.add]]\nset = { id = 90001, "
      "class = \"residential\" }\nline = [[466129.936, 3869943.915], "
      "[466500.5, 3870200.5], [464711.442, 3871115.938]]\n"
      "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"dwellings\"\n"
      "id = \"id\"\n[[edit.change]]\nrow = [1, 2]\nset = { people = 500 }\n"
      "[profiles.walk]\naccess_kmh = 3.6\n"
      "[[services]]\nname = \"medical_15min_walk\"\nminutes = 20\n";
  const Ended by_scenario = run_with(scenario, folder.path / "scenario");
  ASSERT_EQ(by_scenario.code, 0) << by_scenario.err;
  const Ended base = run({"run", study.string(), "--out", (folder.path / "base").string()});
  ASSERT_EQ(base.code, 0) << base.err;

  GDALAllRegister();
  {
    const std::unique_ptr<GDALDataset> file{
        GDALDataset::Open(county.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE)};
    Hand facilities{*file, "facilities"};
    facilities.remove(clinics[0]);
    facilities.remove(clinics[1]);
    facilities.change(clinics[2], [](OGRFeature& f) { f.SetField("capacity", 40); });
    facilities.change(clinics[3],
                      [](OGRFeature& f) { Hand::place(f, "POINT (467500.25 3875000.5)"); });
    facilities.add("POINT (464000.5 3872000.25)", [](OGRFeature& f) {
      f.SetField("id", 9001);
      f.SetField("kind", "clinic");
      f.SetField("name", "new");
      f.SetField("capacity", 12);
      f.SetField("hours", "24/7");
    });
    Hand roads{*file, "roads"};
    roads.remove(3);
    for (const int id : {4, 5})
      roads.change(id, [](OGRFeature& f) {
        f.SetField("class", "primary");
        f.SetField("maxspeed", 60);
      });
    roads.add("LINESTRING (466129.936 3869943.915, 466500.5 3870200.5, 464711.442 3871115.938)",
              [](OGRFeature& f) {
                f.SetField("id", 90001);
                f.SetField("class", "residential");
              });
    Hand dwellings{*file, "dwellings"};
    for (const int id : {1, 2})
      dwellings.change(id, [](OGRFeature& f) { f.SetField("people", 500); });
  }
  std::string edited = bytes_of(study);
  const auto service = edited.find("name = \"medical_15min_walk\"");
  ASSERT_NE(service, std::string::npos);
  const auto minutes = edited.find("minutes = 15", service);
  ASSERT_LT(minutes - service, 300u);
  edited.replace(minutes, 12, "minutes = 20");
  std::ofstream{study} << edited << "\n[profiles.walk]\naccess_kmh = 3.6\n";
  const Ended by_hand = run({"run", study.string(), "--out", (folder.path / "hand").string()});
  ASSERT_EQ(by_hand.code, 0) << by_hand.err;

  const std::size_t compared = expect_same_results(folder.path / "hand", folder.path / "scenario");
  std::size_t differs_from_base = 0;
  for (const auto& entry : fs::directory_iterator{folder.path / "hand"})
    differs_from_base +=
        bytes_of(entry.path()) != bytes_of(folder.path / "base" / entry.path().filename());
  EXPECT_GE(compared, 8u);
  EXPECT_GE(differs_from_base, 8u);
  // What was laid over is on record.
  const auto record = nlohmann::json::parse(bytes_of(folder.path / "scenario" / "run.json"));
  EXPECT_EQ(record.at("scenario"), "plan 2025");
  bool listed = false;
  for (const auto& input : record.at("inputs")) listed |= input.at("file") == "scenario.toml";
  EXPECT_TRUE(listed);
}

/// The sample's own scenario is laid over the sample's study, and beside it one that closes what
/// it can.
TEST_F(Scenario, ComparedHasTheRatesOfEachRunAlone) {
  const auto clinics = ids("clinic");
  const fs::path first = folder.path / "first.toml", second = folder.path / "second.toml";
  ASSERT_EQ(run({"run", study.string(), "--out", at("base")}).code, 0);
  // One more amid the largest gap.
  const auto gaps = rows_of(folder.path / "base" / "gaps.csv");
  const auto gap = std::ranges::find_if(
      gaps, [](const auto& row) { return row.at("service") == "medical_15min_walk"; });
  ASSERT_NE(gap, gaps.end());
  std::ofstream{first}
      << "[scenario]\nname = \"one more\"\n[[edit]]\nfile = \"county.gpkg\"\nlayer "
         "= \"facilities\"\n[[edit.add]]\nat = ["
      << home_in(gap->at("unit_code"))
      << "]\nset = { id = 9001, kind = \"clinic\", name = \"new\" }\n";
  std::ofstream{second} << "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"facilities\"\nid = "
                           "\"id\"\nremove = ["
                        << clinics[0] << ", " << clinics[1] << ", " << clinics[2] << "]\n";
  const Ended compared = run({"compare", study.string(), "--scenario", first.string(), "--scenario",
                              second.string(), "--out", at("compared")});
  ASSERT_EQ(compared.code, 0) << compared.err;
  EXPECT_NE(compared.out.find("one more"), std::string::npos) << compared.out;
  EXPECT_NE(compared.out.find("changes_2.gpkg"), std::string::npos) << compared.out;
  const auto rows = rows_of(folder.path / "compared" / "compare.csv");
  const auto base = rows_of(folder.path / "base" / "services.csv");
  ASSERT_EQ(rows.size(), 2 * base.size());
  double gained = 0, lost = 0;
  std::size_t of = 0;
  for (const auto& [name, file] :
       {std::pair{std::string{"one more"}, first}, std::pair{std::string{"second"}, second}}) {
    ASSERT_EQ(run({"run", study.string(), "--scenario", file.string(), "--out", at("alone")}).code,
              0);
    const auto alone = rows_of(folder.path / "alone" / "services.csv");
    ASSERT_EQ(alone.size(), base.size());
    for (std::size_t r = 0; r < base.size(); ++r) {
      auto row = rows[of++];
      EXPECT_EQ(row["scenario"], name);
      EXPECT_EQ(row["service"], base[r].at("service"));
      EXPECT_EQ(row["base_covered"], base[r].at("covered"));
      EXPECT_EQ(row["base_percent"], base[r].at("rate_percent"));
      EXPECT_EQ(row["covered"], alone[r].at("covered"));
      EXPECT_EQ(row["percent"], alone[r].at("rate_percent"));
      EXPECT_EQ(row["total"], alone[r].at("total"));
      if (row["gained"].empty()) continue;
      gained += std::stod(row["gained"]);
      lost += std::stod(row["lost"]);
      EXPECT_NEAR(std::stod(row["base_covered"]) + std::stod(row["gained"]) -
                      std::stod(row["lost"]) + std::stod(row["came"]) - std::stod(row["went"]),
                  std::stod(row["covered"]), 0.002);
    }
  }
  EXPECT_GT(gained, 0);
  EXPECT_GT(lost, 0);
  const Ended twice = run({"compare", study.string(), "--scenario", first.string(), "--scenario",
                           first.string(), "--out", at("twice")});
  EXPECT_EQ(twice.code, 3);
  EXPECT_NE(twice.err.find("Two scenarios are called one more"), std::string::npos) << twice.err;
}

/// It names layers and columns the sample has; its rows are those of a larger county.
TEST_F(Scenario, OfTheSampleIsUnderstood) {
  fs::copy_file(fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "scenario.toml",
                folder.path / "scenario.toml");
  const Ended ended =
      run({"run", study.string(), "--scenario", (folder.path / "scenario.toml").string(), "--out",
           (folder.path / "out").string()});
  EXPECT_EQ(ended.code, 3);
  EXPECT_NE(ended.err.find("There is no row with id = 1584"), std::string::npos) << ended.err;
}

/// However its file is called: that it looks for the row says that it found the layer.
TEST_F(Scenario, NamesALayerByTheFileThatItIs) {
  fs::create_directory_symlink(folder.path, folder.path / "link");
  for (const std::string& name : {county.string(), (folder.path / "link" / "county.gpkg").string(),
                                  std::string{"./county.gpkg"}}) {
    const Ended ended = run_with(
        "[[edit]]\nfile = \"" + name + "\"\nlayer = \"facilities\"\nid = \"id\"\nremove = 424242\n",
        folder.path / "out");
    EXPECT_NE(ended.err.find("There is no row with id = 424242"), std::string::npos)
        << name << ended.err;
  }
  fs::remove(folder.path / "link");
}

TEST_F(Scenario, SaysInOneSentenceWhatIsWrong) {
  const auto says = [&](const std::string& scenario, const std::string& sentence,
                        const std::string& where) {
    const Ended ended = run_with(scenario, folder.path / "out");
    EXPECT_GE(ended.code, 3) << scenario;
    EXPECT_NE(ended.err.find(sentence), std::string::npos) << scenario << '\n' << ended.err;
    EXPECT_NE(ended.err.find(where), std::string::npos) << scenario << '\n' << ended.err;
    EXPECT_FALSE(fs::exists(folder.path / "out"));
  };
  const std::string head =
      "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"facilities\"\nid = \"id\"\n";
  says(head + "remove = 424242\n", "There is no row with id = 424242", "scenario.toml:1");
  says(head + "remove = 1\n[[edit.change]]\nrow = 1\nset = { name = \"x\" }\n",
       "Row 1 is edited twice", "scenario.toml:");
  says(head + "[[edit.add]]\nset = { nam = \"x\" }\n", "There is no column nam", "scenario.toml:5");
  says(head, "This edit changes nothing", "scenario.toml:2");
  says(head + "[[edit.change]]\nrow = 1\nat = [1]\n", "at must be two numbers", "scenario.toml:7");
  says(head + "[[edit.add]]\nwkt = \"POINT (a b)\"\n", "This is no place that can be read",
       "scenario.toml:5");
  says("[[edit]]\nfile = \"county.gpkg\"\nlayer = \"facilitys\"\nremove = 1\n",
       "The study reads no layer", "scenario.toml:1");
  says("[[facilities]]\nnumber = 99\nfile = \"county.gpkg\"\n", "no [[facilities]] of that number",
       "scenario.toml:2");
  says("[profiles.walk]\nacess_kmh = 3\n", "There is no key acess_kmh", "scenario.toml:2");
  says("[[facilities]]\nkind = \"clinic\"\nfile = \"nowhere.gpkg\"\n", "nowhere.gpkg",
       "scenario.toml:3");
  says("[[edit]]\nfile = \"county.gpkg\"\nremove = 1\n", "several layers of", "scenario.toml:1");
  says(
      "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"roads\"\n[[edit.add]]\nat = [464000, 3872000]\n"
      "set = { class = \"primary\" }\n",
      "A row of this edit cannot be used", "scenario.toml:4");
  says(
      "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"dwellings\"\nid = \"id\"\n[[edit.change]]\nrow "
      "= "
      "1\nset = { people = \"many\" }\n",
      "A row of this edit cannot be used", "scenario.toml:5");
  says("[[people]]\nfile = \"county.gpkg\"\nlayer = \"dwellings\"\n", "twice", "scenario.toml:1");
  says("[scenario]\nname = \"a\\nb\"\n[access]\ntown = 300\n", "no line breaks", "scenario.toml:2");
  says("[[edit\n", "no TOML", "scenario.toml:1");
}

}  // namespace
}  // namespace lifecircle::test

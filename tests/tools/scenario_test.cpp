// A scenario gives, byte for byte, what a run on inputs edited by hand gives.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <nlohmann/json.hpp>

#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path =
      fs::temp_directory_path() / ("lifecircle_scenario_" + std::to_string(std::random_device{}()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct Ended {
  int code;
  std::string out, err;
};
Ended run(std::vector<std::string> words) {
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const int code = run_program(words, said, complained, terminal);
  return {code, said.str(), complained.str()};
}

/// A made county and the sample's study of it.
class Scenario : public testing::Test {
 protected:
  void SetUp() override {
    const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                             " --junctions 1000 --seed 3 --out " + county.string() + " > " +
                             (folder.path / "made.txt").string();
    ASSERT_EQ(std::system(make.c_str()), 0);
    fs::copy_file(fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml", study);
  }
  Ended run_with(const std::string& scenario, const fs::path& out) {
    std::ofstream{folder.path / "scenario.toml"} << scenario;
    return run({"run", study.string(), "--scenario", (folder.path / "scenario.toml").string(),
                "--out", out.string()});
  }
  /// Ids of facilities of a kind, by id.
  std::vector<int> ids(const std::string& kind) const {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file{
        GDALDataset::Open(county.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    OGRLayer* layer = file->GetLayerByName("facilities");
    layer->SetAttributeFilter(("kind = '" + kind + "'").c_str());
    std::vector<int> all;
    for (const auto& feature : *layer) all.push_back(feature->GetFieldAsInteger("id"));
    std::ranges::sort(all);
    return all;
  }

  /// "x, y" of a home of a unit.
  std::string home_in(const std::string& unit) const {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file{
        GDALDataset::Open(county.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    OGRLayer* layer = file->GetLayerByName("dwellings");
    layer->SetAttributeFilter(("code = '" + unit + "'").c_str());
    const OGRFeatureUniquePtr home{layer->GetNextFeature()};
    const OGRPoint* at = home->GetGeometryRef()->toPoint();
    return std::to_string(at->getX()) + ", " + std::to_string(at->getY());
  }

  Folder folder;
  fs::path county = folder.path / "county.gpkg", study = folder.path / "study.toml";
};

/// A layer edited by hand.
class Hand {
 public:
  Hand(GDALDataset& file, const char* layer) : layer_{file.GetLayerByName(layer)} {}
  OGRFeatureUniquePtr row(int id) {
    layer_->SetAttributeFilter(("id = " + std::to_string(id)).c_str());
    OGRFeatureUniquePtr found{layer_->GetNextFeature()};
    layer_->SetAttributeFilter(nullptr);
    return found;
  }
  void remove(int id) { EXPECT_EQ(layer_->DeleteFeature(row(id)->GetFID()), OGRERR_NONE); }
  template <class F>
  void change(int id, F f) {
    const auto feature = row(id);
    f(*feature);
    EXPECT_EQ(layer_->SetFeature(feature.get()), OGRERR_NONE);
  }
  template <class F>
  void add(const char* wkt, F f) {
    OGRFeature feature{layer_->GetLayerDefn()};
    place(feature, wkt);
    f(feature);
    EXPECT_EQ(layer_->CreateFeature(&feature), OGRERR_NONE);
  }
  static void place(OGRFeature& feature, const char* wkt) {
    OGRGeometry* made = nullptr;
    ASSERT_EQ(OGRGeometryFactory::createFromWkt(wkt, nullptr, &made), OGRERR_NONE);
    feature.SetGeometryDirectly(made);
  }

 private:
  OGRLayer* layer_;
};

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

  std::size_t compared = 0, differs_from_base = 0;
  for (const auto& entry : fs::directory_iterator{folder.path / "hand"}) {
    const std::string name = entry.path().filename().string();
    // Those name the study, the scenario and their files.
    if (name.starts_with("run.") || name == "report.html" || name == "indicators.xlsx" ||
        name == "problems.csv")
      continue;
    ++compared;
    EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(folder.path / "scenario" / name)) << name;
    differs_from_base += bytes_of(entry.path()) != bytes_of(folder.path / "base" / name);
  }
  EXPECT_GE(compared, 8u);
  EXPECT_GE(differs_from_base, 6u);
  // What was laid over is on record.
  const auto record = nlohmann::json::parse(bytes_of(folder.path / "scenario" / "run.json"));
  EXPECT_EQ(record.at("scenario"), "plan 2025");
  bool listed = false;
  for (const auto& input : record.at("inputs")) listed |= input.at("file") == "scenario.toml";
  EXPECT_TRUE(listed);
}

/// A CSV of ours: [row][column by name].
std::vector<std::map<std::string, std::string>> rows_of(const fs::path& path) {
  std::ifstream in{path};
  const auto cells = [](std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> all(1);
    bool quoted = false;
    for (const char c : line)
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        all.emplace_back();
      else
        all.back() += c;
    return all;
  };
  std::string line;
  std::getline(in, line);
  const auto head = cells(line.substr(3));  // after the mark of UTF-8
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(in, line)) {
    const auto values = cells(line);
    auto& row = rows.emplace_back();
    for (std::size_t c = 0; c < head.size(); ++c) row[head[c]] = values.at(c);
  }
  return rows;
}

/// The sample's own scenario is laid over the sample's study, and beside it one that closes what
/// it can.
TEST_F(Scenario, ComparedHasTheRatesOfEachRunAlone) {
  const auto clinics = ids("clinic");
  const fs::path first = folder.path / "first.toml", second = folder.path / "second.toml";
  const auto at = [&](const char* name) { return (folder.path / name).string(); };
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
}  // namespace lifecircle

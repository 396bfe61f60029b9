// The map layers of a run in every format: the same rows, and the same bytes from run to run.

#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <cpl_conv.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "tests/io/workbooks.hpp"
#include "tests/tools/little_town.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using little::bytes_of;
using little::Folder;
using little::LittleTown;

std::unique_ptr<GDALDataset> opened(const fs::path& path) {
  RegisterOGRGeoPackage();
  RegisterOGRGeoJSON();
  RegisterOGRShape();
  RegisterOGRFlatGeobuf();
  RegisterOGROpenFileGDB();
  RegisterOGRLIBKML();
  return std::unique_ptr<GDALDataset>{
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
}

std::string value_of(const OGRFeature& row, int field) {
  if (!row.IsFieldSetAndNotNull(field)) return "";
  const OGRFieldType type = row.GetFieldDefnRef(field)->GetType();
  if (type == OFTString) return row.GetFieldAsString(field);
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.17g", row.GetFieldAsDouble(field));
  return digits;
}

/// Rows of a layer as sorted text: attributes in their order, then the box in 1e-9 degrees.
std::multiset<std::string> rows_of(OGRLayer& layer) {
  std::multiset<std::string> rows;
  layer.ResetReading();
  while (const std::unique_ptr<OGRFeature> row{layer.GetNextFeature()}) {
    std::string text;
    for (int i = 0; i < row->GetFieldCount(); ++i) text += value_of(*row, i) + '|';
    OGREnvelope box;
    if (const OGRGeometry* shape = row->GetGeometryRef()) {
      shape->getEnvelope(&box);
      for (const double x : {box.MinX, box.MinY, box.MaxX, box.MaxY})
        text += std::to_string(std::llround(x * 1e9)) + ' ';
    }
    rows.insert(text);
  }
  return rows;
}

TEST(FormatsOut, AllHoldTheSameRows) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  little::run(folder.path, "out", 2,
              {"--format", "gpkg", "--format", "gdb", "--format", "fgb", "--format", "geojson",
               "--format", "shp", "--format", "kml"});
  const fs::path out = folder.path / "out";
  const auto gpkg = opened(out / "results.gpkg"), gdb = opened(out / "results.gdb");
  ASSERT_TRUE(gpkg && gdb);
  std::set<std::string> names;
  for (OGRLayer* layer : gpkg->GetLayers())
    if (layer->GetName() != std::string{"layer_styles"}) names.insert(layer->GetName());
  std::set<std::string> in_gdb;
  for (OGRLayer* layer : gdb->GetLayers()) in_gdb.insert(layer->GetName());
  EXPECT_EQ(in_gdb, names);
  EXPECT_TRUE(names.contains("people") && names.contains("circles") && names.contains("services"));
  int maps = 0;
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    OGRLayer& layer = *gpkg->GetLayerByName(name.c_str());
    const auto rows = rows_of(layer);
    EXPECT_EQ(rows.empty(), name == "units") << "the little town has none";
    EXPECT_EQ(rows_of(*gdb->GetLayerByName(name.c_str())), rows);
    if (layer.GetGeomType() == wkbNone) continue;
    ++maps;
    for (const char* ending : {".fgb", ".geojson", ".shp", ".kml"}) {
      const auto other = opened(out / (name + ending));
      ASSERT_TRUE(other) << ending;
      const auto found = rows_of(*other->GetLayer(0));
      EXPECT_EQ(found.size(), rows.size()) << ending;
      if (ending == std::string{".fgb"}) {
        EXPECT_EQ(found, rows);
      }
    }
  }
  EXPECT_GE(maps, 4);
  // What a format could not take is told with the problems.
  EXPECT_NE(bytes_of(out / "problems.csv").find("output_column_renamed"), std::string::npos);
  EXPECT_NE(bytes_of(out / "problems.csv").find("people.shp"), std::string::npos);
}

TEST(FormatsOut, OnlyWhatIsAskedForIsWritten) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  little::run(folder.path, "plain", 2);
  little::run(folder.path, "gdb", 2, {"--format", "gdb"});
  EXPECT_TRUE(fs::exists(folder.path / "plain/results.gpkg"));
  EXPECT_FALSE(fs::exists(folder.path / "plain/results.gdb"));
  EXPECT_TRUE(fs::is_directory(folder.path / "gdb/results.gdb"));
  EXPECT_FALSE(fs::exists(folder.path / "gdb/results.gpkg"));
  EXPECT_EQ(bytes_of(folder.path / "plain/services.csv"),
            bytes_of(folder.path / "gdb/services.csv"));
  for (const char* name : {"services.csv", "units.csv", "gaps.csv", "problems.csv", "islands.csv"})
    EXPECT_EQ(bytes_of(folder.path / "gdb" / name).substr(0, 3), "\xEF\xBB\xBF")
        << name << ": Excel wants to be told of UTF-8";
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"--format", "xlsx", "--format", "xlsx"},
                                             {"--format", "dwg"},
                                             {"--format", "a.shp"},
                                             {"--format", "shp", "--format", "shp"}}) {
    std::ostringstream said, complained;
    std::vector<std::string> all{"run", (folder.path / "study.toml").string(), "--out",
                                 (folder.path / "no").string()};
    all.insert(all.end(), words.begin(), words.end());
    EXPECT_EQ(run_program(all, said, complained, Terminal{}), 2) << complained.str();
  }
}

/// All rows of a sheet as texts, numbers by their shortest; the first two are title and heads.
test::Rows rows_in(OGRLayer& sheet) {
  test::Rows rows;
  sheet.ResetReading();
  while (const std::unique_ptr<OGRFeature> row{sheet.GetNextFeature()}) {
    rows.emplace_back();
    for (int i = 0; i < row->GetFieldCount(); ++i)
      rows.back().push_back(row->IsFieldSetAndNotNull(i) ? row->GetFieldAsString(i) : "");
  }
  return rows;
}

TEST(FormatsOut, AWorkbookHoldsTheTablesOfTheCsvFiles) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  little::run(folder.path, "out", 2, {"--format", "xlsx", "--lang", "zh"});
  const fs::path out = folder.path / "out";
  EXPECT_TRUE(fs::exists(out / "results.gpkg")) << "which is no table";
  RegisterOGRXLSX();
  const CPLConfigOptionSetter all_rows{"OGR_XLSX_HEADERS", "DISABLE", false};
  const std::unique_ptr<GDALDataset> book{
      GDALDataset::Open((out / "results.xlsx").c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
  ASSERT_TRUE(book);
  const std::vector<std::string> tables{"services", "units",       "gaps",
                                        "land",     "unconnected", "islands"};
  ASSERT_EQ(book->GetLayerCount(), static_cast<int>(tables.size()));
  EXPECT_STREQ(book->GetLayer(0)->GetName(), "设施覆盖率一览表");
  std::size_t cells = 0;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    SCOPED_TRACE(tables[t]);
    const auto csv = test::csv_rows(bytes_of(out / (tables[t] + ".csv")));
    const auto rows = rows_in(*book->GetLayer(static_cast<int>(t)));
    ASSERT_EQ(rows.size(), csv.size() + 1) << "title, heads, rows";
    EXPECT_EQ(rows[0][0], book->GetLayer(static_cast<int>(t))->GetName());
    for (std::size_t r = 1; r < csv.size(); ++r)
      for (std::size_t c = 0; c < csv[r].size(); ++c) {
        ++cells;
        const std::string& there = rows[r + 1][c];
        if (there == csv[r][c]) continue;
        char *end = nullptr, *csv_end = nullptr;
        EXPECT_EQ(std::strtod(there.c_str(), &end), std::strtod(csv[r][c].c_str(), &csv_end))
            << there << " for " << csv[r][c];
        EXPECT_TRUE(!there.empty() && *end == 0 && *csv_end == 0) << there;
      }
  }
  EXPECT_GT(cells, 40U);
}

TEST(FormatsOut, AWorkbookSaysWhatItCutAndTheCsvHasItWhole) {
  const Folder folder;
  LittleTown town;
  const std::string long_id(40'000, 'x');
  for (auto& clinic : town.clinics) clinic = long_id + clinic;
  town.write(folder.path);
  little::run(folder.path, "out", 2, {"--format", "xlsx"});
  const std::string problems = bytes_of(folder.path / "out/problems.csv");
  EXPECT_NE(problems.find(
                "no,,\"results.xlsx, Gaps in coverage, most people\",3,output_workbook_text_cut,"),
            std::string::npos)
      << problems;
  EXPECT_NE(bytes_of(folder.path / "out/run.json").find("\"key\": \"output_workbook_text_cut\""),
            std::string::npos);
  EXPECT_NE(bytes_of(folder.path / "out/gaps.csv").find(long_id), std::string::npos);
}

TEST(FormatsOut, AreTheSameBytesInEveryProcess) {
  const Folder folder;
  LittleTown town;
  town.write(folder.path);
  const std::string program = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools/lifecircle").string();
  const auto run = [&](const std::string& out, const std::string& threads) {
    const std::string command =
        program + " run " + (folder.path / "study.toml").string() +
        " --quiet --format gdb --format shp --format fgb --format geojson --format xlsx"
        " --threads " +
        threads + " --out " + (folder.path / out).string();
    ASSERT_EQ(std::system(command.c_str()), 0);
  };
  run("a", "1");
  town.shuffle(5);
  town.write(folder.path);
  run("b", "2");
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator{folder.path / "a"}) {
    const auto name = fs::relative(entry.path(), folder.path / "a");
    if (!entry.is_regular_file() || name.string().starts_with("run.")) continue;
    ++files;
    EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(folder.path / "b" / name)) << name;
  }
  EXPECT_GT(files, 40);
}

TEST(FormatsOut, CirclesCanBeAGeodatabase) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const auto ask = [&] {
    return run_program(
        {"circles", "--roads", (folder.path / "roads.csv").string(), "--crs", "EPSG:4490",
         "--class", "class", "--places", (folder.path / "clinics.csv").string(), "--places-crs",
         "EPSG:4490", "--minutes", "5,10", "--out", (folder.path / "c.gdb").string(), "--out-crs",
         "EPSG:4545"},
        said, complained, terminal);
  };
  ASSERT_EQ(ask(), 0) << complained.str();
  ASSERT_EQ(ask(), 0) << "and again, over the first: " << complained.str();
  const auto made = opened(folder.path / "c.gdb");
  ASSERT_TRUE(made);
  ASSERT_EQ(made->GetLayerCount(), 1);
  EXPECT_EQ(made->GetLayer(0)->GetFeatureCount(), 10);
  EXPECT_STREQ(made->GetLayer(0)->GetSpatialRef()->GetAuthorityCode(nullptr), "4545");
}

}  // namespace
}  // namespace lifecircle

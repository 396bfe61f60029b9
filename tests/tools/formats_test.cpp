// The same county in five formats, PostGIS among them, gives the same bytes.

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <numeric>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <nlohmann/json.hpp>

#include "io/read/child/reader_process.hpp"
#include "io/read/database.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/tools/postgres.hpp"
#include "tests/tools/reader_children.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string bytes_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct Said {
  int code;
  std::string out, err;
};
Said run(std::vector<std::string> words) {
  std::ostringstream out, err;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const int code = run_program(words, out, err, terminal);
  return {code, out.str(), err.str()};
}

using Opened = std::unique_ptr<GDALDataset>;

/// Copies layers as they are; into `names` of a dataset, or one dataset a layer.
void copy_layer(OGRLayer& from, GDALDataset& to, const std::vector<const char*>& options) {
  CPLStringList list;
  for (const char* option : options) list.AddString(option);
  OGRLayer* made =
      to.CreateLayer(from.GetName(), from.GetSpatialRef(), from.GetGeomType(), list.List());
  ASSERT_NE(made, nullptr) << from.GetName() << ": " << CPLGetLastErrorMsg();
  for (int i = 0; i < from.GetLayerDefn()->GetFieldCount(); ++i)
    ASSERT_EQ(made->CreateField(from.GetLayerDefn()->GetFieldDefn(i)), OGRERR_NONE);
  from.ResetReading();
  EXPECT_EQ(made->StartTransaction(), OGRERR_NONE);
  for (OGRFeatureUniquePtr row{from.GetNextFeature()}; row; row.reset(from.GetNextFeature())) {
    OGRFeature copy{made->GetLayerDefn()};
    // By place: names may have been cut.
    std::vector<int> places(static_cast<std::size_t>(row->GetFieldCount()));
    std::iota(places.begin(), places.end(), 0);
    ASSERT_EQ(copy.SetFrom(row.get(), places.data()), OGRERR_NONE);
    ASSERT_EQ(made->CreateFeature(&copy), OGRERR_NONE) << CPLGetLastErrorMsg();
  }
  EXPECT_EQ(made->CommitTransaction(), OGRERR_NONE);
}

class County : public ::testing::Test {
 protected:
  void SetUp() override {
    GDALAllRegister();
    const std::string made = folder_.file("county.gpkg");
    const std::string maker = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string();
    ASSERT_EQ(
        std::system((maker + " --junctions 1000 --seed 4 --out " + made + " > /dev/null").c_str()),
        0);
    county_.reset(GDALDataset::Open(made.c_str(), GDAL_OF_VECTOR));
    ASSERT_NE(county_, nullptr);
  }

  /// The sample study with other sources; `file` and `layer` as a format calls them.
  std::string study(const std::string& name,
                    const std::function<std::pair<std::string, std::string>(std::string)>& where) {
    std::string text = bytes_of(std::string{LIFECIRCLE_SOURCE_DIR} + "/data/sample/study.toml");
    const std::regex source{R"re(file = "county\.gpkg"(,|\n)(\s*)layer = "(\w+)")re"};
    std::string made;
    for (std::smatch m; std::regex_search(text, m, source); text = m.suffix()) {
      const auto [file, layer] = where(m[3]);
      made += m.prefix().str() + "file = \"" + file + "\"";
      if (!layer.empty()) made += m[1].str() + m[2].str() + "layer = \"" + layer + "\"";
    }
    return folder_.write(name, made + text);
  }

  /// Shapefiles cut the names of columns at ten characters, and so do studies of them.
  std::string with_short_columns(const std::string& study) {
    std::istringstream lines{bytes_of(study)};
    const std::regex stated{"^(numbers|yes)\\b"}, longer{R"re(= "(\w{10})\w+")re"};
    std::string cut;
    for (std::string line; std::getline(lines, line);)
      cut +=
          (std::regex_search(line, stated) ? std::regex_replace(line, longer, "= \"$1\"") : line) +
          "\n";
    return folder_.write(fs::path{study}.filename().string(), cut);
  }

  /// Runs it and gives the tables.
  std::string tables(const std::string& study, std::vector<std::string> more = {}) {
    const std::string out = study + ".out";
    std::vector<std::string> words{"run", study, "--out", out};
    words.insert(words.end(), more.begin(), more.end());
    const Said said = run(words);
    EXPECT_EQ(said.code, 0) << study << said.err;
    std::string all;
    for (const char* file : {"services.csv", "units.csv", "gaps.csv", "indicators.csv"}) {
      const std::string bytes = bytes_of(out + "/" + file);
      EXPECT_FALSE(bytes.empty()) << file;
      all += bytes;
    }
    return all;
  }

  std::string reference() {
    return tables(study("gpkg.toml", [](const std::string& layer) {
      return std::pair{std::string{"county.gpkg"}, layer};
    }));
  }

  void one_file_a_layer(const std::string& driver, const std::string& ending,
                        const std::vector<const char*>& options) {
    for (OGRLayer* layer : county_->GetLayers()) {
      const std::string path = folder_.file(layer->GetName() + ending);
      const Opened to{GetGDALDriverManager()
                          ->GetDriverByName(driver.c_str())
                          ->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
      ASSERT_NE(to, nullptr);
      copy_layer(*layer, *to, options);
    }
  }

  Folder folder_;
  Opened county_;
};

/// With the first line in which they differ.
::testing::AssertionResult same(const std::string& now, const std::string& expected) {
  std::istringstream a{now}, b{expected};
  for (std::string one, other; std::getline(b, other);)
    if (!std::getline(a, one) || one != other)
      return ::testing::AssertionFailure() << "\n now:      " << one << "\n expected: " << other;
  return now == expected ? ::testing::AssertionSuccess()
                         : ::testing::AssertionFailure() << "there are more lines";
}

TEST_F(County, IsTheSameInShapefilesAndGeoJson) {
  const std::string expected = reference();
  one_file_a_layer("ESRI Shapefile", ".shp", {"ENCODING=UTF-8"});
  EXPECT_TRUE(
      same(tables(with_short_columns(study("shp.toml",
                                           [](const std::string& layer) {
                                             return std::pair{layer + ".shp", std::string{}};
                                           }))),
           expected));
  one_file_a_layer("GeoJSON", ".geojson", {"COORDINATE_PRECISION=15"});
  EXPECT_TRUE(same(tables(study("geojson.toml",
                                [](const std::string& layer) {
                                  return std::pair{layer + ".geojson", std::string{}};
                                })),
                   expected));
}

TEST_F(County, IsTheSameInAFileGeodatabase) {
  const std::string expected = reference();
  {
    const Opened to{
        GetGDALDriverManager()
            ->GetDriverByName("OpenFileGDB")
            ->Create(folder_.file("county.gdb").c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
    ASSERT_NE(to, nullptr);
    // The grid that coordinates are rounded to, in metres: 10 nanometres, from -400 on.
    for (OGRLayer* layer : county_->GetLayers())
      copy_layer(*layer, *to,
                 {"XORIGIN=-400", "YORIGIN=-400", "XYSCALE=100000000", "XYTOLERANCE=0.00000001"});
  }
  EXPECT_TRUE(same(tables(study("gdb.toml",
                                [](const std::string& layer) {
                                  return std::pair{std::string{"county.gdb"}, layer};
                                })),
                   expected));
}

TEST_F(County, IsTheSameInPostGis) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  const std::string expected = reference();
  {
    const Opened to{GDALDataset::Open(server.name().c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE)};
    ASSERT_NE(to, nullptr) << CPLGetLastErrorMsg();
    for (OGRLayer* layer : county_->GetLayers())
      copy_layer(*layer, *to, {"GEOMETRY_NAME=geom", "FID=row"});
  }
  const std::string in_database = study("pg.toml", [&](const std::string& layer) {
    return std::pair{server.name(), layer == "roads" ? "public.roads" : layer};
  });
  const Said refused = run({"run", in_database, "--out", folder_.file("refused")});
  EXPECT_EQ(refused.code, 2) << "a study may not allow it itself";
  EXPECT_THAT(refused.err, HasSubstr("--allow-database"));
  EXPECT_FALSE(fs::exists(folder_.file("refused") + "/services.csv"));

  EXPECT_TRUE(same(tables(in_database, {"--allow-database"}), expected));
  const auto record =
      nlohmann::json::parse(bytes_of(in_database + ".out/run.json"), nullptr, false);
  std::size_t sums = 0;
  for (const auto& input : record["inputs"])
    if (input["file"].get<std::string>().starts_with("PG:")) {
      ++sums;
      EXPECT_EQ(input["sha256"].get<std::string>().size(), 64u);
    }
  EXPECT_EQ(sums, 8u) << record["inputs"].dump(1);

  // Another order of the rows on the server, and a row that changed.
  const auto sum_of = [&](const std::string& table) {
    const auto run_json =
        nlohmann::json::parse(bytes_of(in_database + ".out/run.json"), nullptr, false);
    for (const auto& input : run_json["inputs"])
      if (input["file"].get<std::string>().ends_with(table))
        return input["sha256"].get<std::string>();
    return std::string{};
  };
  const std::string before = sum_of("dwellings");
  // Without keys rows come in the server's order, and are put in one of their own.
  for (const char* table : {"roads", "dwellings", "barriers", "units"}) {
    const std::string name = table;
    ASSERT_TRUE(server.sql("create table other as select * from " + name +
                           " order by md5(row::text); alter table other drop column row; create "
                           "table kept as select * from " +
                           name + "; drop table " + name + "; alter table other rename to " +
                           name));
    EXPECT_TRUE(same(tables(in_database, {"--allow-database"}), expected)) << name;
    ASSERT_TRUE(server.sql("drop table " + name + "; alter table kept rename to " + name +
                           "; alter table " + name + " add primary key (row)"));
  }
  ASSERT_TRUE(
      server.sql("create table other as select * from dwellings order by random(); drop "
                 "table dwellings; alter table other rename to dwellings; alter table "
                 "dwellings add primary key (row)"));
  EXPECT_TRUE(same(tables(in_database, {"--allow-database"}), expected));
  EXPECT_EQ(sum_of("dwellings"), before);
  ASSERT_TRUE(server.sql("update dwellings set people = people + 1 where row = 1"));
  tables(in_database, {"--allow-database"});
  EXPECT_NE(sum_of("dwellings"), before);
}

TEST_F(County, IsWrittenToPostGisWholeOrNotAtAll) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  const std::string toml = study("gpkg.toml", [](const std::string& layer) {
    return std::pair{std::string{"county.gpkg"}, layer};
  });
  const auto write = [&](const std::string& schema) {
    return run({"run", toml, "--out", folder_.file("out"), "--to-database", server.name(),
                "--schema", schema, "--allow-database"});
  };
  Said said = write("circles_2026");
  ASSERT_EQ(said.code, 0) << said.err;
  // As many rows as in the GeoPackage, geometries in their system, an index, titles.
  const Opened files{GDALDataset::Open(folder_.file("out/results.gpkg").c_str(), GDAL_OF_VECTOR)};
  ASSERT_NE(files, nullptr);
  std::size_t checked = 0;
  for (OGRLayer* layer : files->GetLayers()) {
    const std::string name = layer->GetName();
    if (name == "layer_styles") continue;
    ++checked;
    const std::string table = "circles_2026." + name;
    EXPECT_TRUE(
        server.sql("select 1 / (case when count(*) = " + std::to_string(layer->GetFeatureCount()) +
                   " then 1 else 0 end) from " + table))
        << table;
    if (layer->GetGeomType() == wkbNone) continue;
    EXPECT_TRUE(
        server.sql("select 1 / (case when bool_and(st_srid(geom) = 4490) is not false then 1 "
                   "else 0 end) from " +
                   table))
        << table;
    EXPECT_TRUE(
        server.sql("select 1 / count(*) from pg_indexes where schemaname = 'circles_2026' and "
                   "tablename = '" +
                   name + "' and indexdef like '%gist%'"))
        << table;
  }
  EXPECT_GE(checked, 6u);
  EXPECT_TRUE(server.sql("select 1 / count(*) from circles_2026.services where rate_percent > 0"));

  // Again: ours is replaced. Another's is not, and nothing else is changed.
  EXPECT_EQ(write("circles_2026").code, 0);
  ASSERT_TRUE(server.sql("create schema theirs; create table theirs.t (a integer)"));
  fs::remove_all(folder_.file("out"));
  said = write("theirs");
  EXPECT_EQ(said.code, 4) << said.err;
  EXPECT_TRUE(server.sql("select * from theirs.t"));
  EXPECT_FALSE(fs::exists(folder_.file("out/services.csv"))) << "files and tables go together";

  // What others put into our schema stays, and what they built on our tables is not torn down.
  ASSERT_TRUE(server.sql("create table circles_2026.notes (a integer)"));
  EXPECT_EQ(write("circles_2026").code, 0);
  EXPECT_TRUE(server.sql("select * from circles_2026.notes"));
  ASSERT_TRUE(server.sql("create view public.theirs as select * from circles_2026.services"));
  fs::remove_all(folder_.file("out"));
  said = write("circles_2026");
  EXPECT_EQ(said.code, 4) << said.err;
  EXPECT_TRUE(server.sql("select 1 / count(*) from public.theirs"));
  ASSERT_TRUE(server.sql("drop view public.theirs"));

  // A failure in the midst of it (a table that may not be made) leaves the old results.
  ASSERT_TRUE(server.sql(
      "create function no_gaps() returns event_trigger language plpgsql as \\$\\$ begin if exists "
      "(select 1 from pg_event_trigger_ddl_commands() where object_identity like '%.gaps') then "
      "raise "
      "exception 'no gaps here'; end if; end \\$\\$; create event trigger no_gaps on "
      "ddl_command_end "
      "when tag in ('CREATE TABLE') execute function no_gaps()"));
  said = write("circles_2026");
  EXPECT_EQ(said.code, 4) << said.err;
  EXPECT_THAT(said.err, HasSubstr("no gaps here"));
  EXPECT_TRUE(server.sql("select 1 / count(*) from circles_2026.gaps"));
  EXPECT_FALSE(fs::exists(folder_.file("out/services.csv")));
  for (const char* bad : {"public", "pg_x", "A", "1a", "a;drop"})
    EXPECT_EQ(write(bad).code, 2) << bad;
}

TEST(Database, SaysInOneSentenceWhatIsWrong) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  ASSERT_TRUE(server.sql("create table plain (a integer primary key, n text)"));
  ASSERT_TRUE(
      server.sql("create table roads (a integer primary key, geom geometry(linestring, 4490))"));
  ASSERT_TRUE(server.sql(
      "insert into roads values (1, st_geomfromtext('LINESTRING(108 34,108.01 34)', 4490))"));
  const auto network = [&](const std::string& source, const std::string& layer) {
    return run({"network", "--roads", source, "--layer", layer, "--allow-database"});
  };
  EXPECT_EQ(network(server.name(), "roads").code, 0) << network(server.name(), "roads").err;
  const Said down = network("PG:host=/nowhere dbname=x", "roads");
  EXPECT_EQ(down.code, 4) << down.err;
  EXPECT_THAT(down.err, HasSubstr("server"));
  const Said no_table = network(server.name(), "road");
  EXPECT_EQ(no_table.code, 3) << no_table.err;
  EXPECT_THAT(no_table.err, HasSubstr("roads"));
  const Said no_geometry = network(server.name(), "plain");
  EXPECT_EQ(no_geometry.code, 3) << no_geometry.err;
  const Said secret = network(server.name() + " password=hunter2", "roads");
  EXPECT_EQ(secret.code, 3);
  EXPECT_THAT(secret.err, HasSubstr("PGSERVICEFILE"));
  EXPECT_EQ(secret.err.find("hunter2"), std::string::npos) << secret.err;
  for (const char* more : {" options='-c statement_timeout=0'", " tables=roads", " nonsense",
                           " application_name=x", " user='a"})
    EXPECT_EQ(network(server.name() + more, "roads").code, 3) << more;
}

TEST(Database, ShowsNoPasswordOfAnAddress) {
  const Folder folder;
  const std::string address = "postgresql://me:hunter2@127.0.0.1/x";
  const std::string study = folder.write(
      "study.toml", "[[network.roads]]\nfile = \"" + address + "\"\n[[people]]\nfile = \"" +
                        address + "\"\n[[facilities]]\nkind = \"a\"\nfile = \"" + address +
                        "\"\n[[services]]\nname = \"s\"\nkinds = [\"a\"]\nmodes = [\"walk\"]\n"
                        "minutes = 1\n");
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"check", study},
           {"run", study, "--out", folder.file("out")},
           {"run", study, "--out", folder.file("out"), "--to-database", address, "--schema", "lc",
            "--allow-database"},
           {"network", "--roads", address},
           {"network", "--roads", address, "--allow-database"}}) {
    const Said said = run(words);
    EXPECT_NE(said.code, 0);
    EXPECT_EQ((said.out + said.err).find("hunter2"), std::string::npos) << said.err;
  }
}

/// Filters that the processes below this one have put over themselves.
std::set<std::string> filters_of_readers() {
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string status = bytes_of(entry.path().string() + "/status");
    if (status.find("Name:\tlifecircle-work") == std::string::npos) continue;
    const auto at = status.find("Seccomp_filters:");
    if (at != std::string::npos) found.insert(status.substr(at, status.find('\n', at) - at));
  }
  return found;
}

TEST(Database, RowsWithoutAKeyHaveAnOrderOfTheirOwn) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  const InChildren children;
  ASSERT_TRUE(
      server.sql("create table a as select 'n' || i % 50 as name, i as n, "
                 "st_setsrid(st_point(108 + i * 1e-5, 34.1), 4490)::geometry(point, 4490) "
                 "as geom from generate_series(1, 3000) i"));
  ASSERT_TRUE(server.sql("create table b as select * from a order by md5(n::text)"));
  allow_databases(true);
  const auto read = [&](const char* table, const std::vector<std::string>& columns) {
    Problems problems;
    LayerSource source;
    source.file = server.name();
    source.layer = table;
    const auto rows =
        read_features(source, frame_around(108, 34, 108.2, 34.2), columns, true, problems);
    std::string text;
    EXPECT_TRUE(rows) << rows.error().key;
    for (std::size_t i = 0; rows && i < rows.value().size(); ++i) {
      text += std::to_string(rows.value().row[i]) + ' ';
      for (const auto& column : rows.value().columns) text += column[i] + ' ';
      text += std::to_string(rows.value().shape[i].parts.at(0).at(0).x) + '\n';
    }
    return text;
  };
  for (const auto& columns : {std::vector<std::string>{}, std::vector<std::string>{"name"},
                              std::vector<std::string>{"n"}})
    EXPECT_TRUE(read("a", columns) == read("b", columns));
  EXPECT_EQ(read("a", {"name"}).substr(0, 5), "1 n0 ");
}

TEST(Database, IsReadByAProcessThatMayConnectNoMore) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  const InChildren children;
  ASSERT_TRUE(server.sql("create table t (a integer primary key, geom geometry(point, 4490))"));
  allow_databases(true);
  LayerSource source;
  source.file = server.name();
  source.layer = "t";
  Problems problems;
  const auto rows = open_raw_rows(source, false, problems);
  ASSERT_TRUE(rows) << rows.error().key << rows.error().args.at(1);
  EXPECT_THAT(filters_of_readers(), ::testing::Contains("Seccomp_filters:\t2"))
      << "one for all but reading, one against connecting";
}

}  // namespace
}  // namespace lifecircle::test

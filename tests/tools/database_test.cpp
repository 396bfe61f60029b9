// Tables of a database as sources: what is said where one cannot be opened, and of its geometries.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/database.hpp"
#include "io/read/layer.hpp"
#include "tests/tools/check_town.hpp"
#include "tests/tools/postgres.hpp"
#include "tests/tools/reader_children.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
  int code;
  std::string out, err;
};
Said run(const std::vector<std::string>& words) {
  std::ostringstream out, err;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const int code = run_program(words, out, err, terminal);
  return {code, out.str(), err.str()};
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// A sound town some of whose sources are tables.
std::string study_of(const std::string& database) {
  SoundTown town{32};
  std::string text = town.study();
  text = with(text, "\"homes.csv\"", "\"" + database + "\"\nlayer = \"homes\"");
  return with(text, "\"clinics.csv\"", "\"" + database + "\"\nlayer = \"clinics\"");
}

void expect_whole_sentence(const std::string& text) {
  for (const char* broken : {"{0}", "{1}", "?", "PQconnectdb"})
    EXPECT_THAT(text, Not(HasSubstr(broken)));
}

TEST(Database, SaysInItsOwnWordsWhyItCannotBeOpened) {
  const Folder folder;
  ASSERT_EQ(::setenv("PGSERVICEFILE", folder.write("services", "[other]\nhost=x\n").c_str(), 1), 0);
  const SoundTown town{32};
  town.write(folder);
  for (const auto& [address, words] :
       {std::pair{"PG:service=nosuch", "definition of service \"nosuch\" not found"},
        std::pair{"PG:host=127.0.0.1 port=1 user=x dbname=county", "port 1"}}) {
    const std::string study = folder.write("pg.toml", study_of(address));
    for (const bool in_children : {false, true}) {
      const InChildren children;
      if (!in_children) read_in_children({});
      for (const char* verb : {"check", "run"}) {
        std::vector<std::string> line{verb, study, "--allow-database"};
        if (verb == std::string{"run"}) line.insert(line.end(), {"--out", folder.file("out")});
        const Said said = run(line);
        EXPECT_NE(said.code, 0);
        EXPECT_THAT(said.out + said.err, HasSubstr("The database cannot be opened: "));
        EXPECT_THAT(said.out + said.err, HasSubstr(words));
        expect_whole_sentence(said.out + said.err);
      }
    }
    const Said written = run({"run", folder.file("study.toml"), "--out", folder.file("out2"),
                              "--to-database", address, "--schema", "lc", "--allow-database"});
    EXPECT_EQ(written.code, 4) << written.err;
    EXPECT_THAT(written.err, HasSubstr(words));
    expect_whole_sentence(written.err);
  }
  ::unsetenv("PGSERVICEFILE");
}

TEST(Database, SaysThatThereIsNoSuchDatabase) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  const std::string missing = with(server.name(), "dbname=postgres", "dbname=county");
  const Said said = run({"network", "--roads", missing, "--layer", "roads", "--allow-database"});
  EXPECT_EQ(said.code, 4);
  EXPECT_THAT(said.err, HasSubstr("\"county\" does not exist"));
  expect_whole_sentence(said.err);
}

TEST(Database, IsNamedTableByTableWhereNobodyAllowedIt) {
  const Folder folder;
  SoundTown{32}.write(folder);
  const CheckAnswer said = check_study(folder.write("pg.toml", study_of("PG:service=county")));
  std::string tables;
  for (const auto& one : said.document["findings"])
    if (one["key"] == "database_not_allowed") tables += one["evidence"].dump();
  EXPECT_THAT(tables, HasSubstr("layer homes"));
  EXPECT_THAT(tables, HasSubstr("layer clinics"));
}

TEST(Database, ShowsNoPasswordUnderAWrongName) {
  const Folder folder;
  SoundTown{32}.write(folder);
  for (const std::string address :
       {"PGB:x password=geheim", "PGB:x PASSWORD = 'geheim und lang'", "pg:x pwd=geheim",
        "PGB:ich:geheim@host/x", "mysql:ich:geheim@host", "PGB:sslpassword=geheim"}) {
    const std::string study = folder.write("pg.toml", study_of(address));
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"check", study, "--out", folder.file("findings.csv")},
             {"check", study, "--json"},
             {"check", study, "--allow-database"},
             {"run", study, "--out", folder.file("out"), "--json"},
             {"run", folder.file("study.toml"), "--out", folder.file("out"), "--to-database",
              address, "--schema", "lc", "--allow-database"},
             {"matrix", "--roads", address, "--from", address, "--to", address, "--minutes", "5",
              "--mode", "walk", "--out", folder.file("m.csv")},
             {"network", "--roads", address, "--allow-database"}}) {
      const Said said = run(words);
      EXPECT_NE(said.code, 0);
      EXPECT_THAT(said.out + said.err, Not(HasSubstr("geheim"))) << address;
    }
    std::ifstream findings{folder.file("findings.csv")};
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>{findings}, {}),
                Not(HasSubstr("geheim")));
  }
}

TEST(Database, TellsOfASecondGeometryAndReadsTheOneThatIsNamed) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  ASSERT_TRUE(
      server.sql("create table two (id integer primary key, name text, here "
                 "geometry(point, 4490), there geometry(point, 4526)); insert into two values (1, "
                 "'a', st_setsrid(st_point(108, 34), 4490), st_setsrid(st_point(38500000, "
                 "3800000), 4526))"));
  ASSERT_TRUE(server.sql("create schema s; create table s.two as select * from two"));
  ASSERT_TRUE(
      server.sql("create table \\\"odd(there)\\\" as select id, name, here from two where false"));
  for (const bool in_children : {false, true}) {
    const InChildren children;
    if (!in_children) read_in_children({});
    allow_databases(true);
    const auto read = [&](const std::string& layer, Problems& problems) {
      LayerSource source;
      source.file = server.name();
      source.layer = layer;
      const auto box = layer_extent(source);
      if (!box)
        return box.error().key + ' ' + (box.error().args.empty() ? "" : box.error().args[1]);
      const auto features =
          read_features(source, Frame::around(box.value()).value(), {"name"}, false, problems);
      return fmt::format("{:.2f} {:.2f}", box.value().west, box.value().south) +
             (features ? "" : features.error().key);
    };
    for (const std::string schema : {"", "s.", "public."}) {
      Problems first, named, other;
      EXPECT_EQ(read(schema + "two", first), "108.00 34.00");
      ASSERT_EQ(first.counts().count("database_geometries"), 1u);
      const std::string shown = schema == "s." ? "s.two(there)" : "two(there)";
      EXPECT_EQ(first.list().front().args, (std::vector<std::string>{"here", "there", shown}));
      EXPECT_EQ(read(schema + "two(here)", named), "108.00 34.00");
      EXPECT_EQ(read(schema + "two(there)", other), "114.00 34.33");
      EXPECT_TRUE(named.empty() && other.empty()) << told(other);
    }
    Problems ignored;
    EXPECT_EQ(read("two(nowhere)", ignored), "no_such_column_but here, there");
    EXPECT_THAT(read("two(there", ignored), HasSubstr("no_such_layer"));
    allow_databases(false);
  }
}

TEST(Database, TakesGeographyForDegreesOfWgs84) {
  const Postgres server;
  if (!server.runs()) GTEST_SKIP() << "no PostgreSQL with PostGIS";
  ASSERT_TRUE(
      server.sql("create table geo (id integer primary key, place geography); insert into geo "
                 "values (1, st_point(108, 34)::geography)"));
  ASSERT_TRUE(server.sql("create schema s; create table s.geo as select * from geo"));
  ASSERT_TRUE(server.sql(
      "create table bare (id integer primary key, place geometry); insert into bare values (1, "
      "st_point(108, 34))"));
  for (const bool in_children : {false, true}) {
    const InChildren children;
    if (!in_children) read_in_children({});
    allow_databases(true);
    const auto extent = [&](const std::string& layer) {
      LayerSource source;
      source.file = server.name();
      source.layer = layer;
      const auto box = layer_extent(source);
      return box ? fmt::format("{:.2f} {:.2f}", box.value().west, box.value().south)
                 : box.error().key;
    };
    EXPECT_EQ(extent("geo"), "108.00 34.00");
    EXPECT_EQ(extent("s.geo"), "108.00 34.00");
    EXPECT_EQ(extent("bare"), "crs_missing") << "plain geometry says nothing";
    allow_databases(false);
  }
}

}  // namespace
}  // namespace lifecircle::test

// What is said where a part of a file, its places or the folder of the answer are not there.

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/check_town.hpp"
#include "tests/tools/reader_children.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

int run(const std::vector<std::string>& words, std::string& err) {
  std::ostringstream out, errors;
  const int code = run_program(words, out, errors, Terminal{});
  err = errors.str();
  return code;
}

TEST(Check, NamesThePartOfAShapefileThatIsMissing) {
  const Folder folder;
  const SoundTown town{33};
  town.write(folder);
  DrawnLayer clinics{.name = "clinics", .epsg = 4490, .fields = {{"name", OFTString}}};
  for (const auto& c : town.clinics)
    clinics.rows.push_back({fmt::format("POINT ({:.9f} {:.9f})", c.lon, c.lat), {c.name}});
  std::string study = town.study();
  study.replace(study.find("clinics.csv"), 11, "clinics.shp");
  folder.write("study.toml", study);
  for (const auto& [part, key] :
       {std::pair{"clinics.dbf", "dbf_missing"}, std::pair{"clinics.shx", "shx_missing"}})
    for (const bool in_children : {false, true}) {
      const InChildren children;
      if (!in_children) read_in_children({});
      fs::remove(folder.file("clinics.shp"));
      write_layer(folder.file("clinics.shp"), "ESRI Shapefile", clinics);
      EXPECT_EQ(check_study(folder.file("study.toml")).code, 0) << part;
      fs::remove(folder.file(part));
      const CheckAnswer said = check_study(folder.file("study.toml"));
      EXPECT_NE(said.finding(key), nullptr) << said.document.dump(1);
      const std::string text = said.document.dump();
      EXPECT_THAT(text, HasSubstr(std::string{part}.substr(7)));
      EXPECT_THAT(text, Not(HasSubstr("SHAPE_RESTORE_SHX")));
      EXPECT_THAT(text, Not(HasSubstr("Use one of: .")));
    }
}

TEST(Check, SaysThatRowsWithoutPlacesCanBeLocated) {
  const Folder folder;
  SoundTown{34}.write(folder);
  folder.write("clinics.csv", "name,address\na,b\n");
  for (const char* language : {"en", "zh"}) {
    std::ostringstream out, err;
    EXPECT_EQ(
        run_program({"check", folder.file("study.toml"), "--lang", language}, out, err, Terminal{}),
        1);
    EXPECT_THAT(out.str(), HasSubstr("locate")) << out.str();
  }
}

TEST(Check, MakesNoFolderForItsTable) {
  const Folder folder;
  SoundTown{35}.write(folder);
  const std::string study = folder.file("study.toml"), odd = folder.file("odd");
  const std::string roads = folder.file("roads.csv"), homes = folder.file("homes.csv");
  std::string err;
  EXPECT_EQ(run({"check", study, "--out", odd + "/deep/x.csv"}, err), 4) << err;
  EXPECT_THAT(err, HasSubstr(odd + "/deep"));
  EXPECT_EQ(run({"matrix", "--roads", roads, "--from", homes, "--to", homes, "--minutes", "5",
                 "--mode", "walk", "--out", odd + "/m.csv"},
                err),
            4)
      << err;
  EXPECT_FALSE(fs::exists(odd));
  // A folder that is there is taken; this one needs no name.
  fs::create_directory(odd);
  EXPECT_NE(run({"check", study, "--out", odd + "/x.csv"}, err), 4) << err;
  EXPECT_TRUE(fs::exists(odd + "/x.csv"));
  // The folder of a run is made.
  EXPECT_EQ(run({"run", study, "--out", folder.file("new/one")}, err), 0) << err;
  EXPECT_TRUE(fs::exists(folder.file("new/one/services.csv")));
}

}  // namespace
}  // namespace lifecircle::test

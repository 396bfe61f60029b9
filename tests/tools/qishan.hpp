#pragma once

#include <string>

namespace lifecircle::test {

/// A study of Qishan from raw files: roads in GBK on an EASE grid, towns and villages out of a code
/// table without a head, in GCJ-02, the villages that have no points located by their names in the
/// built-up areas of the land survey.
inline std::string qishan_study(const std::string& folder) {
  const std::string codes =
      "file = \"" + folder +
      "/adcode_610323.csv\"\ncrs = \"gcj02\"\n"
      "columns = [\"code\", \"parent\", \"name\", \"kind\", \"level\", \"county_code\", \"zip\", "
      "\"phone\", \"class\", \"a\", \"b\", \"c\", \"lon\", \"lat\", \"place\", \"province\", "
      "\"city\", \"county\", \"town\", \"village\"]\n";
  const std::string locate = "where = { kind = \"village\" }\nlocate = { file = \"" + folder +
                             "/development.shp\", match = { name = \"ZLDWMC\" } }\n";
  return "[study]\nname = \"岐山县\"\n[[network.roads]]\nfile = \"" + folder +
         "/road.shp\"\nclass = \"TYPE\"\nid = \"OBJECTID\"\njoin = \"crossings\"\ntolerance = 1\n"
         "[units]\ncode = \"code\"\nname = \"name\"\nsetting = \"class\"\n" +
         codes + locate + "[[people]]\nid = \"code\"\nunit = \"code\"\n" + codes + locate +
         "[[facilities]]\nkind = \"town\"\nid = \"code\"\nname = \"name\"\n" + codes +
         "where = { kind = \"town\" }\n"
         "[[services]]\nname = \"town_30_ebike\"\nkinds = [\"town\"]\nmodes = [\"walk\", "
         "\"ebike\"]\nminutes = 30\n"
         "[[services]]\nname = \"town_30_car\"\nkinds = [\"town\"]\nmodes = [\"car\"]\nminutes = "
         "30\n";
}

}  // namespace lifecircle::test

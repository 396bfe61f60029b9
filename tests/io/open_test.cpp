#include "io/read/gdal_open.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "tests/io/door.hpp"
#include "tests/io/layer_files.hpp"

namespace lifecircle {
namespace {

using test::Door;
using test::DrawnLayer;
using test::Folder;
using test::frame_around;
using test::source_of;
using test::write_layer;

const Frame kFrame = frame_around(108.9, 34.2, 109.1, 34.4);

std::string refusal(const std::string& file, const std::string& layer = {}) {
  Problems problems;
  const auto features = read_features(source_of(file, layer), kFrame, {}, true, problems);
  return features ? "" : features.error().key;
}

TEST(Door, HearsAKnock) {  // else the tests below prove nothing
  const Door door;
  EXPECT_FALSE(door.knocked());
  const int caller = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(door.url.substr(17))));
  EXPECT_EQ(::connect(caller, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_TRUE(door.knocked());
  ::close(caller);
}

TEST(Open, RefusesEverythingThatIsNoPlainFile) {
  const Door door;
  const Folder folder;
  ::mkfifo(folder.file("pipe.geojson").c_str(), 0600);
  std::filesystem::create_directory(folder.file("folder.gpkg"));
  folder.write("file.gdb", "x");
  const std::vector<std::string> names{
      "",
      " ",
      std::string{"a.shp\0.gpkg", 11},
      door.url + "/a.geojson",
      "HTTP://127.0.0.1/a.geojson",
      "https://example.org/a.gpkg",
      "ftp://example.org/a.shp",
      "file:///etc/passwd.csv",
      "s3://bucket/a.tif",
      "/vsicurl/" + door.url + "/a.geojson",
      "/vsicurl/http:/127.0.0.1/a.geojson",
      "/vsicurl_streaming/x.geojson",
      "/VSICURL/x.geojson",
      " /vsicurl/x.geojson",
      "\t/vsis3/bucket/a.tif",
      "//vsicurl/x.tif",
      "/./vsicurl/x.tif",
      "/tmp/../vsicurl/x.tif",
      "/vsis3/bucket/a.tif",
      "/vsigs/bucket/a.tif",
      "/vsiaz/bucket/a.tif",
      "/vsioss/bucket/a.tif",
      "/vsiswift/bucket/a.tif",
      "/vsihdfs/a.tif",
      "/vsiwebhdfs/a.tif",
      "/vsistdin/a.geojson",
      "/vsistdin?buffer_limit=1GB/a.geojson",
      "/vsizip/a.zip/a.shp",
      "/vsizip/{a.zip}/a.shp",
      "/vsigzip/a.gz.csv",
      "/vsitar/a.tar/a.shp",
      "/vsimem/a.gpkg",
      "/vsisubfile/0_10,a.tif",
      "/vsisparse/a.tif",
      "/vsicrypt/key=a/a.tif",
      "/vsi",
      R"({"type":"Point","coordinates":[109,34]})",
      R"( {"type":"Point","coordinates":[109,34]}.json)",
      "<OGRVRTDataSource></OGRVRTDataSource>.json",
      "<VRTDataset/>.tif",
      folder.file("pipe.geojson"),
  };
  for (const std::string& name : names) EXPECT_EQ(refusal(name), "file_name_refused") << name;
  const std::vector<std::string> absent{"MEM:::DATAPOINTER=1,PIXELS=1.tif",
                                        "GPKG:a.gpkg:roads.gpkg",
                                        "MYSQL:x.gpkg",
                                        "CSV:a.csv",
                                        "GTIFF_DIR:1:a.tif",
                                        "GTIFF_RAW:a.tif",
                                        "WFS:x.json",
                                        "GeoJSON:a.json",
                                        "ESRIJSON:a.json",
                                        "TopoJSON:a.json",
                                        "HDF5:a.tif",
                                        "NETCDF:a.tif",
                                        "SQLITE:a.gpkg",
                                        "DODS:x.csv",
                                        "derived:a.tif",
                                        "a.shp|layername=x.shp",
                                        folder.file("nothing.gpkg"),
                                        "/nowhere/a.shp",
                                        "a.gpkg?immutable=1.gpkg"};
  for (const std::string& name : absent)
    EXPECT_TRUE(refusal(name).starts_with("file_missing")) << name;
  EXPECT_EQ(refusal("PG:dbname=x.gpkg"), "database_not_allowed");
  EXPECT_EQ(refusal("PG:dbname=x password=y"), "database_password");
  EXPECT_EQ(refusal("PG:postgresql://me:secret@host/x"), "database_password");
  EXPECT_EQ(refusal(folder.file("folder.gpkg")), "file_is_folder");
  EXPECT_EQ(refusal(folder.file("file.gdb")), "gdb_is_file");
  for (const char* name :
       {"a.vrt", "a.kml", "a.gml", "a.gpx", "a.xls", "a.zip", "a", "a.gpkg.zip", "a.shz",
        "a.sqlite", "a.hdf", "a.osm", "a.dwg", "a.geojson.gz", "a.geojsonl"})
    EXPECT_EQ(refusal(folder.write(name, "x")), "file_kind_unknown") << name;
  EXPECT_EQ(refusal("/dev/null"), "file_kind_unknown");
  EXPECT_FALSE(door.knocked());
}

TEST(Open, RefusesWhatIsNotReadable) {
  const Folder folder;
  const std::string file = folder.write("a.geojson", "{}");
  ::chmod(file.c_str(), 0);
  if (::access(file.c_str(), R_OK) == 0) GTEST_SKIP() << "root may read everything";
  EXPECT_EQ(refusal(file), "file_no_permission");
}

TEST(Open, ReadsEachFileAsItsEndingSays) {
  // Even where every driver of GDAL is registered and would know the file by its content.
  prepare_gdal();
  GDALAllRegister();
  const Door door;
  const Folder folder;
  const std::string wanted =
      folder.write("secret.geojson", R"({"type":"Point","coordinates":[109,34]})");
  const std::vector<std::string> contents{
      "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/" + door.url +
          "/a.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
      "<OGRVRTDataSource><OGRVRTLayer name=\"secret\"><SrcDataSource>" + wanted +
          "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
      "<VRTDataset rasterXSize=\"10\" rasterYSize=\"1\"><VRTRasterBand dataType=\"Byte\" "
      "band=\"1\" "
      "subClass=\"VRTRawRasterBand\"><SourceFilename "
      "relativetoVRT=\"0\">/etc/passwd</SourceFilename>"
      "</VRTRasterBand></VRTDataset>",
      "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"><VRTRasterBand dataType=\"Byte\" band=\"1\">"
      "<SimpleSource><SourceFilename>/vsicurl/" +
          door.url + "/a.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>",
      "<?xml "
      "version=\"1.0\"?><kml><Placemark><Point><coordinates>109,34</coordinates></Point></"
      "Placemark></kml>",
      "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>" + door.url +
          "/</ServerUrl></Service></GDAL_WMS>",
      R"({"type":"Topology","objects":{"a":{"type":"Point","coordinates":[109,34]}},"arcs":[]})",
  };
  for (const char* ending : {"geojson", "json", "shp", "gpkg", "fgb", "xlsx", "ods", "dxf"})
    for (const std::string& content : contents)
      EXPECT_EQ(refusal(folder.write(std::string{"a."} + ending, content)), "file_unreadable")
          << ending << " " << content;
  std::filesystem::create_directory(folder.file("a.gdb"));
  EXPECT_EQ(refusal(folder.file("a.gdb")), "file_unreadable");
  for (const char* ending : {"tif", "tiff"})
    for (const std::string& content : contents) {
      const auto box = raster_extent(source_of(folder.write(std::string{"a."} + ending, content)));
      ASSERT_FALSE(box);
      EXPECT_EQ(box.error().key, "file_unreadable");
    }
  // One that is what another ending says.
  DrawnLayer drawn{.fields = {{"a", OFTString}}, .rows = {{"POINT (109 34.3)", {"1"}}}};
  std::filesystem::rename(write_layer(folder.file("b.gpkg"), "GPKG", drawn),
                          folder.file("b.geojson"));
  EXPECT_EQ(refusal(folder.file("b.geojson")), "file_unreadable");
  EXPECT_FALSE(door.knocked());
}

TEST(Open, NeverOpensASocketForALayersOwnWords) {
  const Door door;
  const Folder folder;
  const std::string feature =
      R"("features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[109,34.3]}}]})";
  for (const std::string& crs :
       {R"({"type":"link","properties":{"href":")" + door.url + R"(/crs","type":"proj4"}})",
        R"({"type":"url","properties":{"url":")" + door.url + R"(/crs"}})",
        R"({"type":"name","properties":{"name":")" + door.url + R"(/crs"}})",
        R"({"type":"name","properties":{"name":"/vsicurl/)" + door.url + R"(/crs"}})"})
    (void)refusal(
        folder.write("a.geojson", R"({"type":"FeatureCollection","crs":)" + crs + "," + feature));
  EXPECT_FALSE(door.knocked());
}

TEST(Open, LeavesNoPathToVirtualFilesInsideGdal) {
  prepare_gdal();
  const Door door;
  const GdalMessages quiet;
  for (const std::string& name :
       {"/vsicurl/" + door.url + "/a", "/vsicurl_streaming/" + door.url + "/a",
        std::string{"/vsis3/bucket/a"}, std::string{"/vsigs/bucket/a"}, std::string{"/vsistdin/"},
        std::string{"/vsisparse/a"}, std::string{"/vsisubfile/0_1,/etc/passwd"}}) {
    EXPECT_EQ(VSIFOpenL(name.c_str(), "rb"), nullptr) << name;
    VSIStatBufL status;
    EXPECT_NE(VSIStatL(name.c_str(), &status), 0) << name;
  }
  EXPECT_FALSE(door.knocked());
}

TEST(Open, DoesNotHeedTheEnvironment) {
  // In a fresh process prepare_gdal() has not run; here it has, and what it fixed stays fixed.
  ::setenv("OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "YES", 1);
  ::setenv("OGR_SQLITE_LOAD_EXTENSIONS", "ENABLE_SQL_LOAD_EXTENSION", 1);
  ::setenv("GDAL_DRIVER_PATH", "/tmp", 1);
  ::setenv("GDAL_VRT_ENABLE_PYTHON", "YES", 1);
  ::setenv("SHAPE_RESTORE_SHX", "YES", 1);
  prepare_gdal();
  EXPECT_STREQ(CPLGetConfigOption("OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "-"), "NO");
  EXPECT_STREQ(CPLGetConfigOption("OGR_SQLITE_LOAD_EXTENSIONS", "-"), "");
  EXPECT_STREQ(CPLGetConfigOption("GDAL_DRIVER_PATH", "-"), "disable");
  EXPECT_STREQ(CPLGetConfigOption("GDAL_VRT_ENABLE_PYTHON", "-"), "NO");
  EXPECT_STREQ(CPLGetConfigOption("SHAPE_RESTORE_SHX", "-"), "NO");
  for (const char* name : {"OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "OGR_SQLITE_LOAD_EXTENSIONS",
                           "GDAL_DRIVER_PATH", "GDAL_VRT_ENABLE_PYTHON", "SHAPE_RESTORE_SHX"})
    ::unsetenv(name);
}

TEST(Open, RefusesViewsThatMayNeverEnd) {
  const Folder folder;
  DrawnLayer drawn{
      .name = "roads", .fields = {{"a", OFTString}}, .rows = {{"POINT (109 34.3)", {"1"}}}};
  const std::string file = write_layer(folder.file("a.gpkg"), "GPKG", drawn);
  GDALDataset* dataset = GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE);
  ASSERT_NE(dataset, nullptr);
  for (const char* sql :
       {"CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS fid, (SELECT geom FROM roads) AS geom FROM n WHERE i < 0",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('endless', "
        "'features', 'endless', 4326)",
        "INSERT INTO gpkg_geometry_columns VALUES ('endless', 'geom', 'POINT', 4326, 0, 0)"})
    dataset->ReleaseResultSet(dataset->ExecuteSQL(sql, nullptr, "SQLITE"));
  GDALClose(dataset);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(refusal(file, "endless"), "layer_is_view");
  EXPECT_EQ(refusal(file, ""), "") << "the one stored layer is the file's only layer";
  EXPECT_EQ(refusal(file, "sqlite_master"), "no_such_layer");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{10});
}

TEST(Open, RefusesSpreadsheetsThatAreBombs) {
  prepare_gdal();
  const Folder folder;
  const std::string zip = folder.file("a.zip");
  VSILFILE* inside = VSIFOpenL(("/vsizip/" + zip + "/xl/sharedStrings.xml").c_str(), "wb");
  ASSERT_NE(inside, nullptr);
  const std::string blanks(1 << 20, ' ');
  for (int i = 0; i < 64; ++i) VSIFWriteL(blanks.data(), 1, blanks.size(), inside);
  VSIFCloseL(inside);
  for (const char* name : {"a.xlsx", "a.ods"}) {
    std::filesystem::copy_file(zip, folder.file(name));
    EXPECT_EQ(refusal(folder.file(name)), "spreadsheet_too_large");
  }
}

TEST(Open, IsSilentAndSaysWhyInTheError) {
  const Folder folder;
  const std::string file =
      folder.write("a.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{]}");
  ::testing::internal::CaptureStderr();
  Problems problems;
  const auto features = read_features(source_of(file), kFrame, {}, false, problems);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  ASSERT_FALSE(features);
  EXPECT_EQ(features.error().fault, Fault::input);
  EXPECT_EQ(features.error().where, file);
  ASSERT_EQ(features.error().args.size(), 2u);
  EXPECT_FALSE(features.error().args[1].empty());
}

TEST(Open, SaysWhereAFileBreaksOff) {
  const Folder folder;
  DrawnLayer drawn{.fields = {{"a", OFTString}}};
  for (int i = 0; i < 3000; ++i)
    drawn.rows.push_back(
        {"LINESTRING (109 34.3, 109.01 34.3, 109.02 34.31)", {std::string(200, 'x')}});
  for (const auto& [name, driver] :
       {std::pair{"a.gpkg", "GPKG"}, std::pair{"a.fgb", "FlatGeobuf"},
        std::pair{"a.shp", "ESRI Shapefile"}, std::pair{"a.geojson", "GeoJSON"}}) {
    const std::string file = write_layer(folder.file(name), driver, drawn);
    const auto whole = std::filesystem::file_size(file);
    for (const std::uintmax_t tenths : {9u, 5u, 1u}) {
      std::filesystem::resize_file(file, whole * tenths / 10);
      Problems problems;
      const auto features = read_features(source_of(file), kFrame, {}, false, problems);
      if (!features) continue;  // refused, well
      // Otherwise what is missing must be reported row by row.
      std::uint64_t reported = 0;
      for (const auto& [key, count] : problems.counts()) reported += count;
      EXPECT_GE(reported + features.value().size(), 3000u) << name << " " << tenths;
      EXPECT_LT(features.value().size(), 3000u) << name << " " << tenths;
    }
  }
}

TEST(Open, ReadsWhatItWasGivenInEveryFormat) {
  const Folder folder;
  DrawnLayer drawn{.fields = {{"name", OFTString}, {"n", OFTInteger}},
                   .rows = {{"LINESTRING (109 34.3, 109.01 34.3)", {"国道", "7"}}}};
  for (const auto& [name, driver] :
       {std::pair{"a.gpkg", "GPKG"}, std::pair{"a.fgb", "FlatGeobuf"},
        std::pair{"a.shp", "ESRI Shapefile"}, std::pair{"a.GeoJSON", "GeoJSON"},
        std::pair{"a.json", "GeoJSON"}, std::pair{"a.gdb", "OpenFileGDB"}}) {
    if (std::string{name} == "a.gdb") drawn.type = wkbMultiLineString;
    if (std::string{name} == "a.shp")
      drawn.layer_options = {"ENCODING=UTF-8"};
    else
      drawn.layer_options.clear();
    const std::string file = write_layer(folder.file(name), driver, drawn);
    Problems problems;
    const auto features = read_features(source_of(file), kFrame, {"name", "n"}, false, problems);
    ASSERT_TRUE(features) << name << features.error().key
                          << ::testing::PrintToString(features.error().args);
    ASSERT_EQ(features.value().size(), 1u);
    EXPECT_EQ(features.value().columns[0][0], "国道") << name;
    EXPECT_EQ(features.value().columns[1][0], "7") << name;
    EXPECT_TRUE(problems.empty()) << name << problems.list()[0].key;
  }
}

}  // namespace
}  // namespace lifecircle

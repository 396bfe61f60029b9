#include "io/read/gdal_open.hpp"

#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string_view>
#include <system_error>
#include <utility>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
#include <cpl_string.h>
#include <cpl_vsi_virtual.h>
#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogr_srs_api.h>
#include <ogrsf_frmts.h>

#include "io/read/companions.hpp"
#include "io/read/database.hpp"
#include "io/read/layer.hpp"
#include "io/read/sqlite_guard.hpp"
#include "io/read/text.hpp"
#include "io/read/zip_size.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

struct Ending {
  std::string_view ending;
  FileFamily family;
};
constexpr std::array kEndings{
    Ending{".gpkg", FileFamily::gpkg},       Ending{".shp", FileFamily::shapefile},
    Ending{".geojson", FileFamily::geojson}, Ending{".json", FileFamily::geojson},
    Ending{".gdb", FileFamily::gdb},         Ending{".fgb", FileFamily::flatgeobuf},
    Ending{".csv", FileFamily::csv},         Ending{".tsv", FileFamily::tsv},
    Ending{".xlsx", FileFamily::xlsx},       Ending{".ods", FileFamily::ods},
    Ending{".tif", FileFamily::geotiff},     Ending{".tiff", FileFamily::geotiff},
    Ending{".hgt", FileFamily::srtm},        Ending{".hgt.zip", FileFamily::srtm},
    Ending{".dxf", FileFamily::dxf},
};

const char* driver_of(FileFamily family) {
  switch (family) {
    case FileFamily::gpkg:
      return "GPKG";
    case FileFamily::shapefile:
      return "ESRI Shapefile";
    case FileFamily::geojson:
      return "GeoJSON";
    case FileFamily::gdb:
      return "OpenFileGDB";
    case FileFamily::flatgeobuf:
      return "FlatGeobuf";
    case FileFamily::csv:
    case FileFamily::tsv:
      return "CSV";
    case FileFamily::xlsx:
      return "XLSX";
    case FileFamily::ods:
      return "ODS";
    case FileFamily::geotiff:
      return "GTiff";
    case FileFamily::postgis:
      return "PostgreSQL";
    case FileFamily::srtm:
      return "SRTMHGT";
    case FileFamily::dxf:
      return "DXF";
  }
  return "";
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool looks_like_no_file(const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos) return true;
  if (path.find("://") != std::string::npos) return true;
  const std::size_t first = path.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || path[first] == '{' || path[first] == '<') return true;
  return lower(path.substr(first)).starts_with("/vsi");
}

/// Stands in for every virtual file system but memory and zip (which .xlsx, .ods and .hgt.zip
/// need).
class Refusing final : public VSIFilesystemHandler {
 public:
  using VSIFilesystemHandler::Open;
  VSIVirtualHandle* Open(const char*, const char*, bool, CSLConstList) override {
    errno = EACCES;
    return nullptr;
  }
  int Stat(const char*, VSIStatBufL*, int) override {
    errno = EACCES;
    return -1;
  }
};

CPLHTTPResult* refuse_http(const char*, CSLConstList, GDALProgressFunc, void*,
                           CPLHTTPFetchWriteFunc, void*, void*) {
  auto* answer = static_cast<CPLHTTPResult*>(CPLCalloc(1, sizeof(CPLHTTPResult)));
  answer->nStatus = 1;
  answer->pszErrBuf = CPLStrdup("no network here");
  return answer;
}

void refuse_virtual_files() {
  // GDAL forgets, without deleting, what ours replace. Kept reachable to the end of the process.
  static auto& replaced = *new std::vector<VSIFilesystemHandler*>;
  char** prefixes = VSIFileManager::GetPrefixes();
  for (char** prefix = prefixes; prefix != nullptr && *prefix != nullptr; ++prefix) {
    const std::string name = *prefix;
    if (!name.starts_with("/vsi") || name.starts_with("/vsimem") || name.starts_with("/vsizip"))
      continue;
    replaced.push_back(VSIFileManager::GetHandler(name.c_str()));
    VSIFileManager::InstallHandler(name, new Refusing);
  }
  CSLDestroy(prefixes);
}

/// Fixed here so that neither the environment nor a configuration file decides how a file is read.
constexpr std::array<std::pair<const char*, const char*>, 26> kOptions{{
    {"GDAL_DRIVER_PATH", "disable"},
    {"OGR_DRIVER_PATH", "disable"},
    {"GDAL_VRT_ENABLE_PYTHON", "NO"},
    {"CPL_VSIL_CURL_ALLOWED_FILENAME", "none"},
    {"CPL_CURL_VERBOSE", "NO"},
    {"CPL_DEBUG", "OFF"},
    {"GDAL_PAM_ENABLED", "NO"},
    {"OGR_SQLITE_LOAD_EXTENSIONS", ""},
    {"OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "NO"},
    {"OGR_SQLITE_PRAGMA", ""},
    {"SPATIALITE_LOAD", "NO"},  // its tables are other files, and it takes guard_sqlite() back
    {"OGR_GEOMETRY_ACCEPT_UNCLOSED_RING", "YES"},
    {"OGR_ARC_STEPSIZE", "4"},
    {"OGR_ENABLE_PARTIAL_REPROJECTION", "NO"},
    {"OGR_CT_FORCE_TRADITIONAL_GIS_ORDER", "NO"},
    {"OSR_DEFAULT_AXIS_MAPPING_STRATEGY", "AUTHORITY_COMPLIANT"},
    {"OGR_XLSX_HEADERS", "FORCE"},
    {"OGR_ODS_HEADERS", "FORCE"},
    {"OGR_GEOJSON_MAX_OBJ_SIZE", "200"},
    {"GTIFF_IGNORE_READ_ERRORS", "NO"},
    {"SHAPE_RESTORE_SHX", "NO"},
    {"DXF_ENCODING", "UTF-8"},  // bytes as they are: io/read/dxf.hpp decides
    {"DXF_INLINE_BLOCKS", "NO"},
    {"DXF_CLOSED_LINE_AS_POLYGON", "NO"},
    {"DXF_INCLUDE_RAW_CODE_VALUES", "NO"},
    {"DXF_3D_EXTENSIBLE_MODE", "NO"},
}};

void prepare_once() {
  // Before anything else: making the driver manager reads the user's gdalrc.
  CPLSetConfigOption("GDAL_CONFIG_FILE", "");
  CPLSetConfigOption("GDAL_DRIVER_PATH", "disable");
  CPLSetConfigOption("OGR_DRIVER_PATH", "disable");
  CPLSetErrorHandler(CPLQuietErrorHandler);
  RegisterOGRShape();
  RegisterOGRGeoPackage();
  RegisterOGRGeoJSON();
  RegisterOGROpenFileGDB();
  RegisterOGRFlatGeobuf();
  RegisterOGRXLSX();
  RegisterOGRODS();
  RegisterOGRPG();
  GDALRegister_GTiff();
  GDALRegister_SRTMHGT();
  RegisterOGRDXF();
  for (const auto& [name, value] : kOptions) CPLSetConfigOption(name, value);
  guard_sqlite();
  OSRSetPROJEnableNetwork(0);
  CPLHTTPSetFetchCallback(refuse_http, nullptr);
  refuse_virtual_files();
}

/// The first four bytes of a .shp, whatever the name says.
bool begins_as_shapefile(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  std::array<char, 4> head{};
  in.read(head.data(), head.size());
  return in && head == std::array<char, 4>{0, 0, 0x27, 0x0a};
}

}  // namespace

std::string absolute_path(const std::string& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  return error ? std::string{} : absolute.lexically_normal().string();
}

Result<FileFamily> family_of(const std::string& path) {
  if (is_database(path)) {
    if (const auto may = check_database(path); !may) return may.error();
    return FileFamily::postgis;
  }
  if (looks_like_no_file(path) || looks_like_no_file(absolute_path(path)))
    return Error{Fault::input, "file_name_refused", path};

  std::string known;
  const Ending* found = nullptr;
  std::string name = lower(path);
  while (name.ends_with('/')) name.pop_back();
  for (const Ending& ending : kEndings) {
    known += (known.empty() ? "" : ", ") + std::string{ending.ending};
    if (name.ends_with(ending.ending)) found = &ending;
  }

  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    const std::string meant = files_meant(path);
    if (meant.empty()) return Error{Fault::storage, "file_missing", path};
    return Error{Fault::storage, "file_missing_but", path, {meant}};
  }
  if (error) return Error{Fault::storage, "file_no_permission", path, {error.message()}};
  if (found == nullptr) return Error{Fault::input, "file_kind_unknown", path, {known}};
  const bool folder = found->family == FileFamily::gdb;
  if (!folder && fs::is_directory(status)) return Error{Fault::input, "file_is_folder", path};
  if (folder && fs::is_regular_file(status)) return Error{Fault::input, "gdb_is_file", path};
  if (folder ? !fs::is_directory(status) : !fs::is_regular_file(status))
    return Error{Fault::input, "file_name_refused", path};
  if (::access(path.c_str(), folder ? (R_OK | X_OK) : R_OK) != 0)
    return Error{Fault::storage,
                 "file_no_permission",
                 path,
                 {std::error_code{errno, std::generic_category()}.message()}};
  return found->family;
}

void prepare_gdal() {
  static std::once_flag once;
  std::call_once(once, prepare_once);
}

GdalMessages::GdalMessages() {
  CPLPushErrorHandlerEx(
      [](CPLErr kind, CPLErrorNum, const char* text) {
        if (kind == CE_Failure || kind == CE_Fatal)
          static_cast<GdalMessages*>(CPLGetErrorHandlerUserData())->add_failure(text);
      },
      this);
}

GdalMessages::~GdalMessages() {
  CPLPopErrorHandler();
}

void CloseDataset::operator()(GDALDataset* dataset) const {
  GDALClose(dataset);
}

Result<Dataset> open_dataset(const std::string& path, FileFamily family, Holds holds,
                             const std::vector<std::string>& options) {
  prepare_gdal();
  GdalMessages messages;
  const std::string absolute = family == FileFamily::postgis ? path : absolute_path(path);
  if (family != FileFamily::postgis)
    if (const std::string odd = odd_companion_of(path); !odd.empty())
      return Error{Fault::input, "companion_refused", path, {odd}};
  if (family == FileFamily::xlsx || family == FileFamily::ods)
    if (unpacks_too_large(absolute)) return Error{Fault::limit, "spreadsheet_too_large", path};
  if (family == FileFamily::srtm && lower(absolute).ends_with(".zip"))
    if (unpacks_too_large(absolute)) return Error{Fault::limit, "zip_too_large", path};

  const char* drivers[] = {driver_of(family), nullptr};
  CPLStringList list;
  for (const std::string& option : options) list.AddString(option.c_str());
  if (family == FileFamily::gpkg) list.SetNameValue("LIST_ALL_TABLES", "NO");
  if (family == FileFamily::postgis) list.SetNameValue("LIST_ALL_TABLES", "YES");
  const unsigned int kind = holds == Holds::layers ? GDAL_OF_VECTOR : GDAL_OF_RASTER;
  Dataset dataset{static_cast<GDALDataset*>(
      GDALOpenEx(absolute.c_str(), kind | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers,
                 list.List(), nullptr))};
  if (!dataset) {
    if (family == FileFamily::postgis)
      return Error{Fault::storage, "database_unreachable", path, {server_says(messages.failure())}};
    if (family == FileFamily::shapefile && begins_as_shapefile(path) &&
        lacks_companion(path, ".shx"))
      return Error{Fault::storage, "shx_missing", path};
    return Error{Fault::input,
                 "file_unreadable",
                 path,
                 {driver_of(family), in_one_line(messages.failure())}};
  }
  return dataset;
}

}  // namespace lifecircle

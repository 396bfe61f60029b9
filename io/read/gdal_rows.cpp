#include "io/read/gdal_rows.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_geometry.h>
#include <ogrsf_frmts.h>

#include "io/read/text.hpp"

namespace lifecircle {
namespace {

std::string time_text(const OGRFeature& feature, int field, OGRFieldType type) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
  float second = 0;
  if (!feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone))
    return {};
  const std::string date = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  if (type == OFTDate) return date;
  const bool whole = second == static_cast<float>(static_cast<int>(second));
  const std::string time =
      whole ? fmt::format("{:02}:{:02}:{:02}", hour, minute, static_cast<int>(second))
            : fmt::format("{:02}:{:02}:{:06.3f}", hour, minute, second);
  if (type == OFTTime) return time;
  std::string offset;  // GDAL: 0 not known, 1 local, 100 UTC, a step is a quarter of an hour
  if (zone == 100) {
    offset = "Z";
  } else if (zone > 1) {
    const int minutes = std::abs(zone - 100) * 15;
    offset = fmt::format("{}{:02}:{:02}", zone > 100 ? '+' : '-', minutes / 60, minutes % 60);
  }
  return date + "T" + time + offset;
}

}  // namespace

GdalRows::GdalRows(LayerSource source, Dataset dataset, OGRLayer* layer, bool raw,
                   GeometryColumn column)
    : source_{std::move(source)},
      dataset_{std::move(dataset)},
      layer_{layer},
      column_{std::move(column)},
      raw_{raw} {
  const GdalMessages messages;
  const OGRFeatureDefn& shape = *layer_->GetLayerDefn();
  for (int i = 0; i < shape.GetFieldCount(); ++i)
    names_.emplace_back(shape.GetFieldDefn(i)->GetNameRef());
  const GIntBig count = layer_->GetFeatureCount(FALSE);
  expected_ = count > 0 ? static_cast<std::uint64_t>(count) : 0;
  const char* const driver = dataset_->GetDriverName();
  counted_ = EQUAL(driver, "FlatGeobuf") || EQUAL(driver, "OpenFileGDB");
  reads_ahead_ = EQUAL(driver, "GeoJSON");
  // Only now it opens the table, and one that is cut has no columns and no rows.
  if (EQUAL(driver, "OpenFileGDB")) table_failure_ = messages.failure();
  if (EQUAL(driver, "ESRI Shapefile")) dbf_ = DbfCheck::beside(source_.file);
}

std::string GdalRows::layer() const {
  return column_.layer.empty() ? layer_->GetName() : column_.layer;
}
std::string GdalRows::id_name() const {
  return layer_->GetFIDColumn();
}
bool GdalRows::has_geometry() const {
  return layer_->GetLayerDefn()->GetGeomFieldCount() > 0;
}
const OGRSpatialReference* GdalRows::crs() const {
  if (column_.crs) return &*column_.crs;
  return has_geometry() ? layer_->GetLayerDefn()->GetGeomFieldDefn(column_.at)->GetSpatialRef()
                        : nullptr;
}

Result<Done> GdalRows::prepare_text(std::optional<TextEncoding> said, Problems& problems) {
  if (!raw_) {  // formats of UTF-8; what is none in them is an accident of whoever wrote it
    said = source_.encoding.empty() ? TextEncoding{"GB18030", "text_guessed"}
                                    : TextEncoding{source_.encoding, "text_stated"};
  } else if (!said) {
    const auto seen = look_at_texts();
    if (!seen) return seen.error();
    said = encoding_of(seen.value());
  }
  auto texts = RowTexts::make(*said, source_.file, layer());
  if (!texts) return texts.error();
  texts_ = std::move(texts).value();
  if (const auto error = table_fault(problems)) return *error;
  if (!raw_) return Done{};
  texts_->tell(problems);
  for (std::string& name : names_) name = texts_->name(name);
  return Done{};
}

std::optional<Error> GdalRows::table_fault(Problems& problems) {
  if (!table_failure_.empty())
    return Error{Fault::input, "layer_breaks_off", place_of(source_, layer()), {table_failure_}};
  if (!dbf_) return {};
  if (!dbf_->is_table() || dbf_->rows_there() < dbf_->rows_said())
    return Error{Fault::input,
                 "dbf_cut_off",
                 source_.file,
                 {std::to_string(dbf_->rows_there()), std::to_string(dbf_->rows_said())}};
  if (dbf_->rows_said() != expected_)
    problems.add({.key = "dbf_other_rows",
                  .file = source_.file,
                  .layer = layer(),
                  .args = {std::to_string(expected_), std::to_string(dbf_->rows_said())},
                  .set_aside = true});
  return {};
}

Result<Done> GdalRows::want(const std::vector<int>& columns, bool geometry) {
  columns_ = columns;
  geometry_ = geometry;
  told_ = false;
  seen_ = 0;
  last_.reset();
  owed_.clear();
  CPLStringList ignored;
  const OGRFeatureDefn& shape = *layer_->GetLayerDefn();
  for (int i = 0; i < shape.GetFieldCount(); ++i)
    if (std::find(columns.begin(), columns.end(), i) == columns.end())
      ignored.AddString(shape.GetFieldDefn(i)->GetNameRef());
  for (int i = 0; i < shape.GetGeomFieldCount(); ++i)
    if (!geometry || i != column_.at)
      ignored.AddString(i == 0 ? "OGR_GEOMETRY" : shape.GetGeomFieldDefn(i)->GetNameRef());
  const GdalMessages quiet;
  layer_->SetIgnoredFields(const_cast<const char**>(ignored.List()));
  layer_->ResetReading();
  return Done{};
}

Result<bool> GdalRows::next(LayerRow& row, Problems& problems) {
  const GdalMessages messages;
  const OGRFeatureUniquePtr feature{layer_->GetNextFeature()};
  if (!feature) {
    if (!owed_.empty()) tell_damaged(-1, std::exchange(owed_, {}), problems);
    // GDAL ends a cut .fgb or .gdb in silence.
    const bool short_of_rows = counted_ && seen_ < expected_;
    if (messages.failure().empty() && !short_of_rows) return false;
    const std::string reason =
        short_of_rows ? fmt::format("{} / {}", seen_, expected_) : in_one_line(messages.failure());
    return Error{Fault::input,
                 "layer_breaks_off",
                 place_of(source_, layer()) +
                     (last_ ? ", after row " + std::to_string(*last_) : std::string{}),
                 {reason}};
  }
  ++seen_;
  row.id = feature->GetFID();
  last_ = row.id;
  row.values.clear();
  for (const int column : columns_)
    row.values.push_back(column == kRowId ? std::to_string(row.id)
                                          : text_of(*feature, column, row.id, problems));
  row.geometry.reset(geometry_ ? feature->StealGeometry(column_.at) : nullptr);
  if (reads_ahead_) {
    // GDAL complains of rows it has yet to hand over.
    if (owed_.empty()) owed_ = messages.failure();
    if (row.geometry == nullptr && geometry_ && !owed_.empty())
      tell_damaged(row.id, std::exchange(owed_, {}), problems);
  } else if (!messages.failure().empty()) {
    tell_damaged(row.id, messages.failure(), problems);
  }
  return true;
}

void GdalRows::tell_damaged(std::int64_t row, std::string why, Problems& problems) {
  problems.add({.key = "row_damaged",
                .file = source_.file,
                .layer = layer(),
                .row = row,
                .args = {std::move(why)},
                .set_aside = false});
}

bool GdalRows::is_bad_number(const OGRFeature& feature, int field, Problems& problems) {
  if (!dbf_ || feature.GetFID() < 0) return false;
  const auto bad = dbf_->bad_value(static_cast<std::uint64_t>(feature.GetFID()),
                                   static_cast<std::size_t>(field));
  if (!bad) return false;
  const auto shown = texts_->name(*bad);
  problems.add({.key = "dbf_bad_value",
                .file = source_.file,
                .layer = layer(),
                .row = feature.GetFID(),
                .args = {names_[static_cast<std::size_t>(field)], shown},
                .set_aside = false});
  return true;
}

Result<Utf8Check> GdalRows::look_at_texts() {
  Utf8Check all;
  for (const std::string& name : names_) all.add(name);
  std::vector<int> texts;
  for (int i = 0; i < static_cast<int>(names_.size()); ++i)
    if (layer_->GetLayerDefn()->GetFieldDefn(i)->GetType() == OFTString) texts.push_back(i);
  const auto wanted = want(texts, false);
  if (!wanted) return wanted.error();
  const GdalMessages quiet;
  for (OGRFeatureUniquePtr row{layer_->GetNextFeature()}; row; row.reset(layer_->GetNextFeature()))
    for (const int i : texts)
      if (row->IsFieldSetAndNotNull(i)) all.add(row->GetFieldAsString(i));
  return all;
}

std::string GdalRows::text_of(const OGRFeature& feature, int field, std::int64_t row,
                              Problems& problems) {
  if (is_bad_number(feature, field, problems)) return {};
  if (!feature.IsFieldSetAndNotNull(field)) return {};
  const OGRFieldDefn& column = *feature.GetFieldDefnRef(field);
  switch (column.GetType()) {
    case OFTInteger:
      if (column.GetSubType() == OFSTBoolean)
        return feature.GetFieldAsInteger(field) != 0 ? "true" : "false";
      return std::to_string(feature.GetFieldAsInteger(field));
    case OFTInteger64:
      return std::to_string(feature.GetFieldAsInteger64(field));
    case OFTReal: {
      const double value = feature.GetFieldAsDouble(field);
      return column.GetSubType() == OFSTFloat32 ? number_text(static_cast<float>(value))
                                                : number_text(value);
    }
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
      return time_text(feature, field, column.GetType());
    case OFTString: {
      const std::string text = feature.GetFieldAsString(field);
      if (!raw_ && is_utf8(text)) return text;
      if (!raw_ && !std::exchange(told_, true)) texts_->tell(problems);
      return texts_->read(text, row, names_[static_cast<std::size_t>(field)], problems);
    }
    case OFTBinary:
      return {};
    default: {
      char* json = feature.GetFieldAsSerializedJSon(field);
      std::string text = json == nullptr ? "" : json;
      CPLFree(json);
      return text;
    }
  }
}

}  // namespace lifecircle

#include "io/write/shapefile.hpp"

#include <string_view>
#include <utility>

#include <cpl_conv.h>
#include <fmt/format.h>

#include "io/write/byte_order.hpp"
#include "io/write/checked_file.hpp"
#include "io/write/count_back.hpp"
#include "io/write/dbf.hpp"
#include "io/write/shapefile_shapes.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kShapeHead = 100;

/// The same name with another ending.
std::string with_ending(const std::string& name, std::string_view ending) {
  constexpr std::string_view kOwn = ".shp";
  const std::size_t own = name.ends_with(kOwn) ? kOwn.size() : 0;
  return name.substr(0, name.size() - own) + std::string{ending};
}

/// What .prj says: WKT in ESRI's words.
std::string esri_wkt(const OGRSpatialReference& reference) {
  const char* const options[] = {"FORMAT=WKT1_ESRI", nullptr};
  char* text = nullptr;
  reference.exportToWkt(&text, options);
  std::string wkt = text == nullptr ? "" : text;
  CPLFree(text);
  return wkt;
}

class Shapefile final : public LayerWriter {
 public:
  Shapefile(const LayerPlan& plan, std::uint64_t most)
      : plan_{plan}, most_{most}, kind_{shp_kind_of(plan.type)}, layout_{plan.layer.table} {}

  /// Makes the files; what is short is written at once.
  Result<Done> begin() {
    if (layout_.too_wide()) return Error{Fault::limit, "output_shapefile_too_wide", plan_.shown};
    for (const auto& [ending, head] :
         {std::pair{".shp", kShapeHead}, {".shx", kShapeHead}, {".dbf", layout_.head(0).size()}}) {
      Result<CheckedFile> file = create(ending, head);
      if (!file) return file.error();
      files_.push_back(std::move(file).value());
    }
    const std::string wkt = esri_wkt(plan_.crs.reference());
    if (wkt.empty()) return Error{Fault::storage, "output_gdal_failed", plan_.shown, {".prj"}};
    if (Result<Done> put = write_text(".prj", wkt); !put) return put;
    return write_text(".cpg", "UTF-8");
  }

  Result<Done> add(const Table& batch, const Slab& slab) override {
    for (std::size_t row = slab.first_row; row < slab.last_row; ++row) {
      const auto geometry = geometry_of(batch.shapes, row, slab, plan_.type);
      if (Result<Done> put = add_shape(geometry.get()); !put) return put;
      const std::string cells = layout_.row(batch, row, ++rows_, losses_);
      if (files_[kDbf].size() + cells.size() + 1 > most_) return too_large(".dbf");
      if (Result<Done> put = files_[kDbf].add(cells); !put) return put;
    }
    return Done{};
  }

  Result<Done> finish(Written& written) override {
    constexpr std::string_view kEnd = "\x1A";
    if (Result<Done> put = files_[kDbf].add(kEnd); !put) return put;
    for (const std::size_t i : {kShp, kShx}) {
      if (auto done = files_[i].finish(shp_head(kind_, box_, files_[i].size())); !done) return done;
    }
    if (auto done = files_[kDbf].finish(layout_.head(rows_)); !done) return done;
    written.texts_cut = losses_.texts_cut;
    written.numbers_absent = losses_.numbers_absent;
    for (std::size_t i = 0; i < plan_.layer.table.columns.size(); ++i) {
      const std::string& name = plan_.layer.table.columns[i].name;
      if (layout_.names()[i] != name) written.renamed.emplace_back(name, layout_.names()[i]);
    }
    return count_back(plan_.path, plan_.shown, "ESRI Shapefile", written);
  }

 private:
  static constexpr std::size_t kShp = 0, kShx = 1, kDbf = 2;

  Result<CheckedFile> create(std::string_view ending, std::size_t head) const {
    return CheckedFile::create(with_ending(plan_.path, ending), with_ending(plan_.shown, ending),
                               head);
  }
  Result<Done> write_text(std::string_view ending, std::string_view text) const {
    Result<CheckedFile> file = create(ending, 0);
    if (!file) return file.error();
    if (Result<Done> put = file.value().add(text); !put) return put;
    return file.value().finish();
  }
  Error too_large(std::string_view ending) const {
    return Error{Fault::limit,
                 "output_shapefile_too_large",
                 with_ending(plan_.shown, ending),
                 {fmt::format("{:.1f} GB", static_cast<double>(most_) / 1e9)}};
  }

  Result<Done> add_shape(const OGRGeometry* geometry) {
    const std::string content = shp_record(geometry, kind_);
    constexpr std::size_t kRecordHead = 8;
    if (files_[kShp].size() + kRecordHead + content.size() > most_) return too_large(".shp");
    if (geometry != nullptr) {
      OGREnvelope box;
      geometry->getEnvelope(&box);
      box_.Merge(box);
    }
    std::string head, entry;  // lengths and places are counted in 16-bit words
    append_big_end(head, rows_ + 1, 4);
    append_big_end(head, content.size() / 2, 4);
    append_big_end(entry, files_[kShp].size() / 2, 4);
    append_big_end(entry, content.size() / 2, 4);
    if (Result<Done> put = files_[kShp].add(head + content); !put) return put;
    return files_[kShx].add(entry);
  }

  const LayerPlan& plan_;
  std::uint64_t most_;
  ShpKind kind_;
  DbfLayout layout_;
  std::vector<CheckedFile> files_;
  OGREnvelope box_;
  std::uint64_t rows_ = 0;
  Written losses_;
};

}  // namespace

Result<std::unique_ptr<LayerWriter>> begin_shapefile(const LayerPlan& plan, std::uint64_t most) {
  auto writer = std::make_unique<Shapefile>(plan, most);
  if (Result<Done> begun = writer->begin(); !begun) return begun.error();
  return std::unique_ptr<LayerWriter>{std::move(writer)};
}

std::vector<std::string> shapefile_set(const std::string& name) {
  std::vector<std::string> names;
  for (const char* ending : {".shp", ".shx", ".dbf", ".prj", ".cpg"})
    names.push_back(with_ending(name, ending));
  return names;
}

std::vector<std::string> shapefile_companions(const std::string& name) {
  std::vector<std::string> names;
  for (const char* ending : {".sbn", ".sbx", ".qix", ".idm", ".ind", ".cst", ".qpj", ".shp.xml"})
    names.push_back(with_ending(name, ending));
  return names;
}

}  // namespace lifecircle

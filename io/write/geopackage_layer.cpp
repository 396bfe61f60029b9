#include "io/write/geopackage_layer.hpp"

#include <string>
#include <utility>

#include "io/write/checked_file.hpp"
#include "io/write/gdal_errors.hpp"
#include "io/write/geopackage_writer.hpp"

namespace lifecircle {
namespace {

class GeoPackageLayer final : public LayerWriter {
 public:
  explicit GeoPackageLayer(const LayerPlan& plan) : plan_{plan}, writer_{plan.crs, plan.language} {}
  GeoPackageLayer(const GeoPackageLayer&) = delete;
  GeoPackageLayer& operator=(const GeoPackageLayer&) = delete;
  ~GeoPackageLayer() override {
    // Given up in between: whatever GDAL says about it.
    const GdalErrors quiet;
    const GeoPackageSettings settings;
    writer_.close();
  }

  Result<Done> begin() {
    if (auto names = check_geopackage_names({&plan_.layer.table}, plan_.shown); !names)
      return names;
    return with_gdal([&] {
      return writer_.create(plan_.path) && writer_.begin_table(plan_.layer.table, plan_.type);
    });
  }

  Result<Done> add(const Table& batch, const Slab& slab) override {
    return with_gdal([&] { return writer_.add(batch, slab); });
  }

  Result<Done> finish(Written& /*written*/) override {
    const Result<Done> done = with_gdal([&] {
      const bool good = writer_.end_table() && writer_.finish({plan_.layer}, {&plan_.layer.table});
      writer_.close();
      return good;
    });
    if (!done) return done;
    if (auto synced = sync_to_disk(plan_.path, plan_.shown); !synced) return synced;
    return check_geopackage(plan_.path, plan_.shown, writer_.expected(), writer_.styles());
  }

 private:
  /// Does `work`, which says whether it went well, and hears what GDAL says of it.
  template <class Work>
  Result<Done> with_gdal(const Work& work) const {
    const GdalErrors errors;
    const GeoPackageSettings settings;
    if (work() && errors.count() == 0) return Done{};
    return Error{Fault::storage,
                 "output_gdal_failed",
                 plan_.shown,
                 {shown_words(errors.first(), plan_.path, plan_.shown)}};
  }

  const LayerPlan& plan_;
  GeoPackageWriter writer_;
};

}  // namespace

Result<std::unique_ptr<LayerWriter>> begin_geopackage(const LayerPlan& plan) {
  auto writer = std::make_unique<GeoPackageLayer>(plan);
  if (Result<Done> begun = writer->begin(); !begun) return begun.error();
  return std::unique_ptr<LayerWriter>{std::move(writer)};
}

}  // namespace lifecircle

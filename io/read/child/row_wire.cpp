#include "io/read/child/row_wire.hpp"

#include <ogr_geometry.h>

#include "io/read/gdal_open.hpp"

namespace lifecircle {

void pack(Packer& to, const LayerSource& source) {
  to.text(source.file);
  to.text(source.layer);
  to.text(source.encoding);
  to.texts(source.columns);
}

LayerSource unpack_source(Unpacker& from) {
  LayerSource source;
  source.file = from.text();
  source.layer = from.text();
  source.encoding = from.text();
  source.columns = from.texts();
  return source;
}

void pack(Packer& to, const LayerRow& row, const Problems& problems) {
  to.problems(problems);
  to.number(row.id);
  to.texts(row.values);
  to.text(row.fault);
  to.texts(row.fault_args);
  std::string wkb;
  if (row.geometry) {
    wkb.resize(row.geometry->WkbSize());
    if (row.geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()),
                                  wkbVariantIso) != OGRERR_NONE)
      wkb.clear();
  }
  to.text(wkb);
}

bool unpack(Unpacker& from, LayerRow& row, Problems& problems) {
  from.problems(problems);
  row.id = from.number();
  row.values = from.texts();
  row.fault = from.text();
  row.fault_args = from.texts();
  const std::string wkb = from.text();
  row.geometry.reset();
  if (!from.good()) return false;
  if (wkb.empty()) return true;
  const GdalMessages quiet;
  OGRGeometry* geometry = nullptr;
  const auto made =
      OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &geometry, wkb.size(), wkbVariantIso);
  row.geometry.reset(geometry);
  return made == OGRERR_NONE;
}

}  // namespace lifecircle

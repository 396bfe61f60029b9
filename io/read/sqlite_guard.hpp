#pragma once

namespace lifecircle {

/// From now on a GeoPackage (.gpkg) that is opened read-only in this process, by GDAL too, is
/// stored rows and nothing else: its views, triggers and untrusted functions are off, so that not
/// even the tables which say what layers there are can be computed without end, and no single value
/// is larger than 256 MiB. Files opened for writing are ours and stay as they are. Before the first
/// such file is opened; again does no harm. Other databases stay as they are: PROJ's needs its
/// views.
void guard_sqlite();

}  // namespace lifecircle

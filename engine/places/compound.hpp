#pragma once

#include <string>
#include <vector>

#include "engine/network/roads.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {

/// A gate that residents may pass at the study's time, whoever else may.
struct OwnGate {
  Point at;     ///< a vertex of the roads
  Modes modes;  ///< by which they may
  friend auto operator<=>(const OwnGate&, const OwnGate&) = default;
};

/// Land within walls (小区, 大院), whose residents have gates of their own.
struct Compound {
  std::string code;            ///< as stated, or empty
  Shape area;                  ///< a home within, or on the border, is a resident's
  std::vector<OwnGate> gates;  ///< sorted
};

}  // namespace lifecircle

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "io/frame/frame.hpp"

namespace lifecircle {

/// What coordinates look like before anything is known about them. `zoned`: metres with the number
/// of a Gauss-Krueger zone before the easting; `metres`: an easting of six digits and a northing of
/// China. `polar`: degrees near a pole that, swapped, would be degrees in the west of China.
enum class NumberForm {
  degrees,
  polar,
  degrees_swapped,
  zoned,
  zoned_swapped,
  metres,
  metres_swapped,
  other
};

/// The raw coordinates of a layer, counted by what they look like. A row counts once, by the box
/// around it. The order of rows leaves no trace.
class RawNumbers {
 public:
  struct Look {
    NumberForm form = NumberForm::other;
    int zone = 0;  ///< where zoned
    auto operator<=>(const Look&) const = default;
  };
  struct Seen {
    std::uint64_t rows = 0;
    LonLatBox box;             ///< x as lon, y as lat
    std::string text() const;  ///< a corner: "38528770, 3874512"
  };

  /// The box of one row, x as lon and y as lat; an empty one leaves no trace.
  void add(const LonLatBox& row);

  std::uint64_t rows() const { return rows_; }
  const std::map<Look, Seen>& looks() const { return looks_; }
  /// The look of at least `share` of the rows, or null. All zones are different looks. `share` is
  /// above a half.
  const std::pair<const Look, Seen>* look_of_most(double share) const;
  /// Rows of these forms together are more than a half.
  bool mostly(std::initializer_list<NumberForm> forms) const;
  /// Everything seen: "592057, 3797014 - 592157, 3797014".
  std::string span() const;

 private:
  std::uint64_t rows_ = 0;
  std::map<Look, Seen> looks_;
  LonLatBox box_;
};

/// The EPSG codes that the numbers suggest, for a message: "EPSG:4490", "EPSG:4526", "EPSG:n".
std::string guess_crs(const RawNumbers& numbers);

}  // namespace lifecircle

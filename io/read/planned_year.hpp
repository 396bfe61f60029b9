#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/base/problems.hpp"
#include "engine/study/town.hpp"
#include "io/read/features.hpp"
#include "io/read/study_file.hpp"

namespace lifecircle {

/// The year of one date as planning files write it: "2025", "2025年", "2025年底", "2025年6月30日",
/// "2025-06-30", "2025/6/30 00:00:00", "2025.6", "20250630", "２０２５"; from 1800 to 2200. Nothing
/// where that is no date ("待定"), more than one ("2023-2025"), or only says before or after
/// ("2025年以后").
std::optional<int> year_of_date(std::string_view text);

/// Which rows of one source are there at the end of the study's year: those that open in it or
/// before, or do not say, and do not close in it or before. A row that says what is no year, or
/// closes in a year before it opens, is a problem and set aside.
class YearSieve {
 public:
  YearSieve(const FacilitySource& source, const std::optional<int>& year, const Features& features,
            Problems& problems)
      : source_{source}, year_{year}, features_{features}, problems_{problems} {}

  /// Asked once for every row. Without a year everything is there.
  bool is_there(std::size_t row);
  const OtherYears& others() const { return others_; }
  /// Tells how many rows were left out of the rows asked for.
  void tell() const;

 private:
  bool set_aside(std::size_t row, const char* key, std::vector<std::string> args);

  const FacilitySource& source_;
  const std::optional<int>& year_;
  const Features& features_;
  Problems& problems_;
  OtherYears others_;
  std::size_t asked_ = 0;
};

}  // namespace lifecircle

#pragma once

#include <string>
#include <vector>

#include "engine/study/indicator.hpp"

namespace lifecircle {

/// How a type of indicator is written, and which keys it has beside those of all.
struct TypeKeys {
  std::string name;
  std::vector<std::string> needs, may_have;

  bool has(const std::string& key) const;
};

/// In the order of IndicatorType.
const std::vector<TypeKeys>& type_keys();
const TypeKeys& keys_of(IndicatorType type);

/// The keys that every indicator has.
const std::vector<std::string>& common_keys();
/// All keys there are.
const std::vector<std::string>& indicator_keys();

/// Whether its value is a share of 0 to 100 %, and so has no unit of its own.
bool is_share(IndicatorType type);

/// "unit", "township", ...: in the order of the enum.
const std::vector<std::string>& level_names();
/// "at_least", ...: in the order of Comparison.
const std::vector<std::string>& comparison_names();
/// "people", "units", ...: in the order of Amount::Of.
const std::vector<std::string>& amount_names();

}  // namespace lifecircle

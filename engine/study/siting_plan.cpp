#include "engine/study/siting_plan.hpp"

#include <algorithm>
#include <iterator>

namespace lifecircle {
namespace {

constexpr const char* kAims[] = {"cover_most", "cover_all", "least_time", "least_worst"};

}  // namespace

const char* siting_aim_name(SitingAim aim) {
  return kAims[static_cast<std::size_t>(aim)];
}

std::optional<SitingAim> siting_aim_named(const std::string& name) {
  const auto at = std::ranges::find(kAims, name);
  if (at == std::end(kAims)) return std::nullopt;
  return static_cast<SitingAim>(at - std::begin(kAims));
}

}  // namespace lifecircle

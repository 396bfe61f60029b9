#pragma once

#include <compare>
#include <cstdint>

namespace lifecircle {

/// The position of one thing in its table. `Tag` names the thing, so a road can
/// never be used where a crossing is meant. Ids are dense: 0, 1, ... size - 1.
template <class Tag>
class Id {
 public:
  using Rep = std::uint32_t;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : index_{static_cast<Rep>(index)} {}

  constexpr Rep index() const { return index_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  Rep index_ = 0;
};

using NodeId = Id<struct NodeTag>;          ///< a junction or a road's end
using EdgeId = Id<struct EdgeTag>;          ///< a road from junction to junction, both directions
using StateId = Id<struct StateTag>;        ///< a junction as one mode may stand in it
using FacilityId = Id<struct FacilityTag>;  ///< a school, a clinic, a park...
using DemandId = Id<struct DemandTag>;      ///< a place where people live
using UnitId = Id<struct UnitTag>;          ///< a community or a village

}  // namespace lifecircle

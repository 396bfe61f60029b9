#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "algorithms/circle/circles.hpp"
#include "algorithms/coverage/answers.hpp"

namespace lifecircle {

/// Draws the dissolved circles of a study's services: the admitted facilities of the study's
/// region, by the best of the modes, as the headline travels or another variant, legs by the
/// setting of the unit a place lies in. What all of them stand on is made once; all that is named
/// must outlive it.
class ServiceCircles {
 public:
  ServiceCircles(const Ground& ground, const Answers& answers, const Town& town,
                 const StudyRules& rules);

  /// The limits the study's plan draws for a service, growing: those below its own, and its own.
  std::vector<Duration> limits(std::size_t service) const;
  /// [limit], as the plan says; see dissolved_circles. Without parts where nothing is reached, and
  /// where there are no roads.
  std::vector<Shape> planned(std::size_t service, const Progress& progress = {});
  /// Within the service's own limit, with the plan's tolerance, not simplified.
  Shape own(std::size_t service, const std::string& travel = "stated",
            const Progress& progress = {});
  double tolerance_m() const { return plan_.tolerance_m; }

 private:
  std::vector<Shape> draw(std::size_t service, const std::vector<std::string>& modes,
                          CircleRules rules, const Progress& progress);

  const Answers* answers_;
  CirclePlan plan_;
  CircleBase base_;
  bool keep_;                              ///< somebody will ask for own circles
  std::vector<std::optional<Shape>> own_;  ///< [service], as the headline travels, once drawn
};

}  // namespace lifecircle

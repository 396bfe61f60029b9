#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "algorithms/coverage/survey.hpp"
#include "tests/support/judged_town.hpp"

namespace lifecircle::test {

/// What a survey of a random town says, one profile and one direction.
struct Asked {
  Network network;
  ModeGraph graph;
  ModeSurvey survey;

  Asked(const RandomTown& town, const Profile& profile, Direction direction)
      : network{town.roads}, graph{network, profile}, survey{ask(town, direction)} {}

  Label nearest(std::size_t home) const { return survey.nearest[0][DemandId{home}]; }
  std::size_t homes() const { return survey.nearest[0].size(); }

 private:
  ModeSurvey ask(const RandomTown& town, Direction direction) const {
    const Ground ground{network, town.barriers};
    const ModeQuestion all{Column<FacilityId, char>(town.facilities.size(), 1), direction};
    const ModeQuestions asked{&graph, {all}};
    return std::move(
        lifecircle::survey(ground, {&asked, 1}, town.facilities, town.homes, town.access)[0]);
  }
};

}  // namespace lifecircle::test

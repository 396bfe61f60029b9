#pragma once

#include <vector>

#include "algorithms/study/siting_result.hpp"
#include "engine/base/problems.hpp"

/// Sitings of a study whose sites have room (SitingPlan::rooms): covered is who has a place. Every
/// home goes whole to one place in reach that has room for all its people (algorithms/siting/
/// rooms.hpp). Where everyone goes instead to the nearest that has a place left, is told beside it.
namespace lifecircle {

/// As answer_siting() does. The sites are told in the order of who has a place there; what is lost
/// without one is counted with everybody sent anew to the others, as well as is found.
SitingResult answer_with_rooms(SitingQuestion question, const siting::Effort& effort,
                               bool with_curve, const Progress& progress = {});

/// Holds who goes where against the study computed anew with the sites, of which `anew` is the
/// question: `rerun` counts those whose place is there, within the limit, with room for all who are
/// sent. Takes down who has a place by choice, as it is and in the rerun (people_by_choice).
void take_rerun_with_rooms(const SitingQuestion& anew, std::int64_t by_choice_before,
                           std::int64_t by_choice_rerun, SitingResult& result);

/// Who of the measure has a place if everyone goes to the nearest facility that has one left
/// (take_at_next). Of answers and rules of rules_of_siting(); as visitors travel.
std::int64_t people_by_choice(const Ground& ground, const Answers& answers, const Town& town,
                              const StudyRules& rules, const Progress& progress = {});

/// Facilities that state no room, people whose home is too large for any, and what adjacent means.
void find_room_doubts(const SitingResult& result, const AdjacentOutlines& adjacent,
                      Problems& doubts);

}  // namespace lifecircle

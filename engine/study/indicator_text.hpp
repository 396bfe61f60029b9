#pragma once

#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/indicator_phrases.hpp"
#include "engine/study/standard_words.hpp"

namespace lifecircle {

/// One thing about an indicator, in words: "Denominator", "residents (people.people)".
struct Fact {
  std::string key;  ///< "denominator"; of a joint circle's circles "circle"
  std::string label;
  std::string text;
};

/// An indicator in full words, so that nothing which decides its value is silent: what the source
/// says, how it is read, numerator, denominator, distance, modes, speed, limit and whether it is
/// closed, direction, facilities, base, target, and which of it is verified or assumed.
std::vector<Fact> facts_of(const Indicator& indicator, const StandardWords& words,
                           Language language);

/// "presence", "≥ 30 m² per 100 households (2025)" or "-", "expected".
std::string type_text(IndicatorType type, Language language);
std::string target_text(const Indicator& indicator, Language language);
std::string bindingness_text(Bindingness bindingness, Language language);

}  // namespace lifecircle

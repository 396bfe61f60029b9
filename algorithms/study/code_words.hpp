#pragma once

#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/study/study.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// What the codes in result tables mean, in words of one language: for pages, workbooks and maps
/// that people read. Files for machines keep the codes. A word nobody knows is shown as it is.
/// Keeps a reference to the rules.
class CodeWords {
 public:
  CodeWords(const StudyRules& rules, Language language) : rules_{rules}, language_{language} {}

  std::string service(const std::string& name) const;
  /// "people", "units_with_50_percent_of_people", "land:residential"
  std::string counted(const std::string& name) const;
  /// Of facilities: "beds".
  std::string column(const std::string& name) const;
  /// "clinic|hospital"
  std::string kinds(const std::string& text) const;
  /// "walk|ebike", "walk@4.5": in the order given.
  std::string modes(const std::string& text) const;
  /// "walk 4.8 (1-5); car 5-90" as speeds_text writes it.
  std::string speeds(const std::string& text) const;
  /// "town|relocation", "everyone"
  std::string scope(const std::string& text) const;
  /// "t <= 15 min", also "... at weekday 19:00"
  std::string rule(const std::string& text) const;
  std::string travel(const std::string& name) const;
  /// A plain code that means one thing: "to", "own", "whole", "town".
  std::string plain(const std::string& code) const;
  /// What a problem says: the words of its own codes in place of them.
  std::vector<std::string> args_of(const std::string& problem_key,
                                   std::vector<std::string> args) const;

 private:
  std::string say(const char* key, const std::vector<std::string>& args = {}) const {
    return lifecircle::say(key, language_, args);
  }
  std::string in_list(const std::string& text,
                      std::string (CodeWords::*word)(const std::string&) const) const;
  std::string kind(const std::string& name) const;
  std::string mode(const std::string& profile) const;
  std::string scope_part(const std::string& name) const;

  const StudyRules& rules_;
  Language language_;
};

/// The table as people read it: columns that hold codes (known by their names) hold words, and
/// columns called by a measure are called by its words. Numbers, rows and names stay.
Table in_words(Table table, const StudyRules& rules, Language language);

}  // namespace lifecircle

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/study/table.hpp"
#include "tools/lifecircle/side_by_side.hpp"

namespace lifecircle {

/// One picture of a comparison: what a scenario changes of a service, or which homes flip between
/// alternatives.
struct ChangeView {
  std::optional<std::size_t> scenario;  ///< none: over all alternatives
  std::size_t service = 0;              ///< of the study as it is
};

/// All views that show something: of each scenario each service, then of the range.
std::vector<ChangeView> change_views(const SideBySide& of);

/// "plan 2025: clinics in 15 minutes", in both languages.
Words title_of(const SideBySide& of, const ChangeView& view);

const Service& service_of(const SideBySide& of, const ChangeView& view);
/// Whether a service asks for a kind of facilities.
bool asks_for(const Service& service, const std::string& kind);

/// The homes a view is about, the column that says what became of them, and its look.
const Layer& homes_of(const SideBySide& of, const ChangeView& view);
std::string column_of(const SideBySide& of, const ChangeView& view);
Style style_of(const SideBySide& of, const ChangeView& view);
/// Whether what such a column says is a change.
bool is_shown(const std::string& word, const ChangeView& view);

/// A layer of a study by its name, or null.
const Layer* layer_named(const Told& told, const char* name);

}  // namespace lifecircle

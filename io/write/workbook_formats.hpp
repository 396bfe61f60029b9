#pragma once

#include <compare>
#include <map>

#include <xlsxwriter.h>

#include "engine/base/messages.hpp"

namespace lifecircle {

/// How the cells of a workbook look: each look is made once, when it is first asked for.
class Formats {
 public:
  Formats(lxw_workbook* book, Language language) : book_{book}, language_{language} {}

  lxw_format* title() { return look({Part::title}); }
  lxw_format* head() { return look({Part::head}); }
  lxw_format* note() { return look({Part::note}); }
  lxw_format* text(bool wrapped, bool total) { return look({Part::text, 0, wrapped, total}); }
  /// With `decimals` after the point.
  lxw_format* number(int decimals, bool total) {
    return look({Part::number, decimals, false, total});
  }

 private:
  enum class Part { title, head, note, text, number };
  struct Key {
    Part part;
    int decimals = 0;
    bool wrapped = false, total = false;
    auto operator<=>(const Key&) const = default;
  };
  lxw_format* look(const Key& key);

  lxw_workbook* book_;
  Language language_;
  std::map<Key, lxw_format*> made_;
};

}  // namespace lifecircle

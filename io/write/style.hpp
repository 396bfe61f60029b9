#pragma once

#include <string>

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// How a layer is drawn, as QGIS reads it from `layer_styles` (QML) and as others do (SLD 1.1).
///
/// categories: one class a value of the column `by`; a class with the value "" stands for all
/// others. ramp: a class holds what is above the bound before and at most its own; the last may say
/// "inf". A class with the value "" stands for missing numbers: the QML is then one of rules, else
/// a graduated renderer. Classes whose bound is no number, and colours that are not "#rrggbb", are
/// our mistake: drawn grey or left out, never a broken file. The QML also brings the titles of the
/// columns as aliases.
struct StyleTexts {
  std::string qml;
  std::string sld;
};
StyleTexts style_texts(const Table& table, const Style& style, Language language);
inline StyleTexts style_texts(const Layer& layer, Language language) {
  return style_texts(layer.table, layer.style, language);
}

}  // namespace lifecircle

#include "io/write/sheet/page.hpp"

#include <algorithm>

#include "io/write/sheet/graticule.hpp"

namespace lifecircle {

Page page_of(const MapSheet& sheet, const PageNeeds& needs) {
  constexpr double kGap = 3, kKeyHigh = 29, kKeyWide = 60, kLegendShare = 0.35;
  const double margin = sheet.parts == SheetParts::whole ? 10 : 1;
  const PaperRect inner =
      PaperRect{0, 0, sheet.paper.width_mm, sheet.paper.height_mm}.grown(-margin);
  Page page;
  page.head = {inner.x, inner.y, inner.width, needs.head_mm};
  page.foot = {inner.x, inner.bottom() - needs.foot_mm, inner.width, needs.foot_mm};
  const double head = needs.head_mm > 0 ? kGap : 0, foot = needs.foot_mm > 0 ? kGap : 0;
  PaperRect body{inner.x, page.head.bottom() + head, inner.width, 0};
  body.height = page.foot.y - foot - body.y;
  const auto frame = [](const PaperRect& room) { return room.grown(-kTickRoom); };
  if (inner.width > 1.15 * inner.height) {
    const double side = std::clamp(0.22 * inner.width, 40.0, 72.0);
    page.map = frame({body.x, body.y, body.width - side - kGap, body.height});
    const double left = body.right() - side;
    page.key = {left, page.map.y, side, kKeyHigh};
    page.legend = {left, page.key.bottom() + kGap, side,
                   page.map.bottom() - page.key.bottom() - kGap};
  } else {
    const double wide = body.width - kKeyWide - kGap;
    const double most = std::max(kKeyHigh, kLegendShare * body.height);
    const double high = std::max(kKeyHigh, needs.legend_mm(wide, most));
    page.map = frame({body.x, body.y, body.width, body.height - high - kGap});
    const double top = body.bottom() - high;
    page.legend = {body.x + kTickRoom, top, wide - kTickRoom, high};
    page.key = {page.map.right() - kKeyWide, top, kKeyWide, kKeyHigh};
  }
  return page;
}

}  // namespace lifecircle

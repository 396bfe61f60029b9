#pragma once

#include <string>

#include "engine/base/messages.hpp"
#include "engine/base/result.hpp"
#include "engine/study/report.hpp"

namespace lifecircle::page {

/// Whether a table has more columns than an upright page of paper holds.
bool is_wide(const ReportTable& table);

/// A table as HTML; more rows than kReportRows are left out, which is said below it.
std::string table_html(const ReportTable& table, Language language);

/// A picture as <img> of a data: address, so that no markup of it enters the page.
Result<std::string> picture_html(const ReportPicture& picture, Language language);

/// All of a section. `id` is safe to stand between quotes.
Result<std::string> section_html(const ReportSection& section, const std::string& id,
                                 Language language);

}  // namespace lifecircle::page

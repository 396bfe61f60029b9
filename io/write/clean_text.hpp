#pragma once

#include <string>
#include <string_view>

namespace lifecircle {

/// Text as every reader of ours can take it: valid UTF-8 (a byte that is none becomes
/// U+FFFD) without control characters but tab, line feed and carriage return (others become '?'),
/// and without what XML 1.0 forbids.
std::string clean_text(std::string_view text);

/// Clean text for use in XML, in element content or between double quotes.
std::string xml_text(std::string_view text);

/// A name in the way SQL and most readers of files compare names: A-Z as a-z.
std::string lower_ascii(std::string_view name);

/// A text or a name in SQL, quotes doubled: 'it''s', "a""b".
std::string sql_text(std::string_view text);
std::string sql_name(std::string_view name);

}  // namespace lifecircle

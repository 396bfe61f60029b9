#include "io/read/database.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <set>
#include <string>

#include <ogr_geometry.h>

#include "io/read/child/reader_process.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/text.hpp"

namespace lifecircle {

namespace {

std::atomic<bool> allowed{false};

/// The first word of "key=value key='value'" whose key does not say where a database is: others
/// would set options of the server or of GDAL.
std::optional<std::string> odd_word(const std::string& file) {
  static const std::set<std::string> kKnown{"service", "host", "hostaddr", "port",
                                            "dbname",  "user", "sslmode"};
  std::string_view rest = std::string_view{file}.substr(3);
  for (;;) {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (rest.empty()) return std::nullopt;
    const auto equals = rest.find('=');
    const std::string key{trimmed(rest.substr(0, equals))};
    if (equals == std::string_view::npos || !kKnown.contains(key)) return key;
    rest.remove_prefix(equals + 1);
    const bool quoted = !rest.empty() && rest.front() == '\'';
    const auto end = rest.find(quoted ? '\'' : ' ', quoted ? 1 : 0);
    const std::string_view value = rest.substr(0, end);
    if (value.find('\\') != std::string_view::npos || (quoted && end == std::string_view::npos))
      return key;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + (quoted ? 1 : 0));
  }
}

}  // namespace

bool is_database(std::string_view file) {
  return file.starts_with("PG:");
}

std::string server_says(const std::string& failure) {
  constexpr std::string_view kOfGdal = "PQconnectdb failed.";
  std::string_view rest = failure;
  if (rest.starts_with(kOfGdal)) rest.remove_prefix(kOfGdal.size());
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    if (std::string line = in_one_line(rest.substr(0, end)); !line.empty()) return line;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

void allow_databases(bool allow) {
  allowed = allow;
}

Result<Done> check_database(const std::string& file) {
  // First: a message must not say it again.
  const std::string words = lowered(file);
  for (const char* secret : {"password", "://"})
    if (words.find(secret) != std::string::npos)
      return Error{Fault::input, "database_password", "PG:..."};
  if (const auto odd = odd_word(file))
    return Error{Fault::input, "database_option", "PG:...", {*odd}};
  if (!allowed) return Error{Fault::usage, "database_not_allowed", file};
  return Done{};
}

Result<Done> for_each_row(const LayerSource& source,
                          const std::function<void(std::string_view)>& row) {
  Problems ignored;
  auto opened = open_raw_rows(source, false, ignored);
  if (!opened) return opened.error();
  RawRows& rows = *opened.value();
  std::vector<int> columns;
  for (std::size_t i = 0; i < rows.names().size(); ++i) columns.push_back(static_cast<int>(i));
  if (const auto ready = rows.want(columns, rows.has_geometry()); !ready) return ready.error();
  std::string bytes;
  const auto add = [&](std::string_view text) {
    bytes += std::to_string(text.size());
    bytes += ':';
    bytes += text;
  };
  for (LayerRow one;;) {
    const auto more = rows.next(one, ignored);
    if (!more) return more.error();
    if (!more.value()) return Done{};
    bytes = (rows.id_name().empty() ? std::string{} : std::to_string(one.id)) + ';';
    for (const std::string& value : one.values) add(value);
    std::string wkb;
    if (one.geometry) {
      wkb.resize(one.geometry->WkbSize());
      one.geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()),
                                wkbVariantIso);
    }
    add(wkb);
    row(bytes);
  }
}

}  // namespace lifecircle

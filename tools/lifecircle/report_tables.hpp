#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "engine/study/report.hpp"
#include "engine/study/table.hpp"
#include "tools/lifecircle/study_report.hpp"

namespace lifecircle {

/// A column of a table by its name, which is there.
const std::vector<std::string>& texts_of(const Table& table, const std::string& name);
const std::vector<std::int64_t>& integers_of(const Table& table, const std::string& name);
const std::vector<double>& numbers_of(const Table& table, const std::string& name);

/// The rows for which something holds, in their order, with their shapes.
Table rows_where(const Table& table, const std::function<bool(std::size_t row)>& holds);
/// Some columns with all shapes.
Table columns_only(const Table& table, const std::vector<std::string>& names);
/// The columns of these names that are there, for a table of a report.
std::vector<ReportColumn> columns_named(const Table& table,
                                        std::initializer_list<const char*> names);

/// Problems by kind: how many, an example, what to do.
Table problem_counts(const Reported& of);
/// "人口", "people": what a measure of the study is called.
Words measure_words(const Reported& of, const std::string& measure);
/// Lines under the map of a service: mode, speed, threshold, direction, denominator, sources.
std::vector<Words> map_notes(const Reported& of, const Service& service);

}  // namespace lifecircle

// The sample study as it is shipped: what its county's plan asks is computed from its county, and
// what is not, is not there.

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <functional>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "tests/tools/sample_run.hpp"

namespace lifecircle {
namespace {

/// A made county beside the sample study, run.
class SampleIndicators : public ::testing::Test {
 protected:
  void SetUp() override {
    GDALAllRegister();
    county_.reset(GDALDataset::Open(run_.county.c_str(), GDAL_OF_VECTOR));
    ASSERT_TRUE(county_);
    for (const test::CsvRow& row : run_.indicators()) {
      if (row.at("level") != "whole" || row.at("official") != "1") continue;
      ++rows_[row.at("code")];
      needs_[row.at("code")] = row.at("needs");
      if (!row.at("value").empty()) value_[row.at("code")] = std::stod(row.at("value"));
    }
  }

  /// Sums over the rows of a layer.
  double sum(const char* layer, const std::function<double(OGRFeature&)>& of) const {
    double sum = 0;
    for (const auto& row : *county_->GetLayerByName(layer)) sum += of(*row);
    return sum;
  }

  test::SampleRun run_;
  GDALDatasetUniquePtr county_;
  std::map<std::string, int> rows_;
  std::map<std::string, std::string> needs_;
  std::map<std::string, double> value_;
};

std::string text(OGRFeature& row, const char* column) {
  return row.GetFieldAsString(column);
}
bool is(OGRFeature& row, const std::string& kind) {
  return text(row, "kind") == kind;
}

TEST_F(SampleIndicators, AreComputedButForWhatTheCountyLacks) {
  ASSERT_EQ(rows_.size(), 61u);
  for (const auto& [code, rows] : rows_) EXPECT_EQ(rows, 1) << code;
  std::set<std::string> there;
  for (OGRLayer* layer : county_->GetLayers()) {
    there.insert(layer->GetName());
    for (int f = 0; f < layer->GetLayerDefn()->GetFieldCount(); ++f)
      there.insert(layer->GetLayerDefn()->GetFieldDefn(f)->GetNameRef());
  }
  for (const auto& row : *county_->GetLayerByName("facilities")) there.insert(text(*row, "kind"));

  std::set<std::string> not_computed;
  for (const auto& [code, needs] : needs_) {
    EXPECT_EQ(value_.contains(code), needs.empty()) << code << ": " << needs;
    if (needs.empty()) continue;
    not_computed.insert(code);
    const std::regex name{R"re(\((\w+)\))re"};
    int names = 0;
    for (std::sregex_iterator at{needs.begin(), needs.end(), name}, end; at != end; ++at, ++names)
      EXPECT_FALSE(there.contains((*at)[1])) << code << " asks for what is there: " << needs;
    EXPECT_GT(names, 0) << code << ": " << needs;
  }
  EXPECT_EQ(not_computed, (std::set<std::string>{"Z13", "Z38-2"}))
      << "school districts and estates are areas, and the county has none";
}

/// Each column of the study means the county's own of that name: plain sums give the same.
TEST_F(SampleIndicators, AreThoseOfTheCountysOwnColumns) {
  const auto facilities = [&](const std::string& kind, const char* column) {
    return sum("facilities", [&](OGRFeature& row) {
      return !is(row, kind) ? 0 : *column == 0 ? 1 : row.GetFieldAsDouble(column);
    });
  };
  const auto units = [&](const char* column, const std::string& setting = "",
                         const std::string& group = "") {
    return sum("units", [&](OGRFeature& row) {
      if (!setting.empty() && text(row, "setting") != setting) return 0.0;
      if (!group.empty() && text(row, "group") != group) return 0.0;
      return *column == 0 ? 1 : row.GetFieldAsDouble(column);
    });
  };
  std::map<std::string, double> people;
  double households = 0;
  std::map<std::string, std::string> setting;
  for (const auto& row : *county_->GetLayerByName("units"))
    setting[text(*row, "code")] = text(*row, "setting");
  for (const auto& row : *county_->GetLayerByName("dwellings")) {
    people[setting[text(*row, "code")]] += row->GetFieldAsDouble("people");
    households += row->GetFieldAsDouble("households");
  }
  std::set<std::string> with_terminal;
  for (const auto& row : *county_->GetLayerByName("facilities"))
    if (is(*row, "gov_terminal")) with_terminal.insert(text(*row, "code"));
  const auto near = [&](const char* code, double expected) {
    ASSERT_TRUE(value_.contains(code)) << code;
    EXPECT_NEAR(value_[code], expected, 1e-4) << code;
  };
  near("Z3-a",
       100 * (units("commerce_area_m2") + units("service_area_m2")) / units("building_area_m2"));
  near("Z26-a", 100 * (units("commerce_area_m2", "", "new") + units("service_area_m2", "", "new")) /
                    units("building_area_m2", "", "new"));
  near("Z4-a", 100 * facilities("service_center", "floor_area_m2") / households);
  near("Z7-a", 100 * facilities("service_center", "activity_area_m2") /
                   facilities("service_center", "floor_area_m2"));
  near("Z5-2", 100 * static_cast<double>(with_terminal.size()) / units(""));
  near("Z6", 10'000 * units("workers", "town") / people["town"]);
  near("Z19-2", 100 *
                    (facilities("primary_school", "sports_open") +
                     facilities("middle_school", "sports_open")) /
                    (facilities("primary_school", "") + facilities("middle_school", "")));
  near("Z30-1-a", 100 * facilities("police_room", "co_located") / facilities("police_room", ""));
  near("Z30-1-b", value_["Z30-1-a"]);
  near("Z21-1", 100 * units("agency_service") / units(""));
  near("Z37-1", 100 * units("disabled_association") / units(""));
  near("Z37-2", 100 * units("red_cross") / units(""));
  near("Z37-3", units("childrens_organisations"));
  near("Z39", 100 * units("has_5g", "country") / units("", "country"));
  near("Z40-1", 100 * units("wedding_council") / units(""));
  near("Z40-2", 100 * units("facilities_council") / units(""));
  near("Z40-3", 100 * units("health_committee") / units(""));
  near("Z41", 100 * units("satisfaction_survey") / units(""));
}

}  // namespace
}  // namespace lifecircle

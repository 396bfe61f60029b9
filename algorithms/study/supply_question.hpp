#pragma once

#include <string>

#include "algorithms/study/supply.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

/// Supply that 1,000 of the measure should have.
inline double norm_of(const SupplyPlan& plan) {
  return static_cast<double>(plan.norm_micro) / 1e6;
}

/// What is asked, in the first columns of both tables.
struct SupplyQuestion {
  TableBuilder::Text service, column, counted, facilities, travel;
  TableBuilder::Number minutes, norm;
  explicit SupplyQuestion(TableBuilder& t)
      : service{t.text("service", "service", "服务")},
        column{t.text("supply_of", "supply of", "供给内容")},
        counted{t.text("counted", "counted", "统计对象")},
        facilities{t.text("facilities", "admitted facilities", "计入设施")},
        travel{t.text("travel", "way of travelling", "出行假设")},
        minutes{t.number("minutes", "minutes", "分钟", 2)},
        norm{t.number("norm_per_1000", "norm, for 1,000", "标准(每千人)", 3)} {}
  void put(TableBuilder& t, const SupplyAnswer& a, const std::string& measure) const {
    t.put(service, a.service->service->name);
    t.put(column, a.plan->column);
    t.put(counted, measure);
    t.put(facilities, region_name(a.variant->region));
    t.put(travel, a.variant->travel);
    t.put(minutes, a.service->service->limit.minutes());
    t.put(norm, norm_of(*a.plan));
  }
};

}  // namespace lifecircle

#pragma once

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/base/parallel.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle::test {

/// Checks a RapidCheck property inside a GoogleTest, on `runs` random inputs. Always prints
/// the seed, so that a run can be had again: RC_PARAMS="seed=...". RC_PARAMS may also
/// set max_success; LIFECIRCLE_RUNS scales the runs of every property (effort.hpp). On one thread,
/// unless the property says otherwise: random towns are small, and threads would only wait for each
/// other.
template <class Property>
void holds_for_all(int runs, Property property) {
  set_threads(1);
  const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  rc::detail::TestMetadata metadata;
  metadata.id = std::string{test->test_suite_name()} + "/" + test->name();
  metadata.description = test->name();
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  const char* const given = std::getenv("RC_PARAMS");
  if (given == nullptr || std::string_view{given}.find("max_success") == std::string_view::npos)
    params.maxSuccess = by_effort(runs);
  std::cout << "[   seed   ] RC_PARAMS=\"seed=" << params.seed << "\", " << params.maxSuccess
            << " random inputs\n";
  const auto result = rc::detail::checkTestable(std::move(property), metadata, params);
  set_threads(0);
  if (result.template is<rc::detail::SuccessResult>()) return;
  std::ostringstream message;
  rc::detail::printResultMessage(result, message);
  FAIL() << message.str();
}

}  // namespace lifecircle::test

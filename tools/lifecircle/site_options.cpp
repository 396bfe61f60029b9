#include "tools/lifecircle/verb_options.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lifecircle {
namespace {

/// What is asked of tables: everything a [[siting]] of a study says itself.
Result<Done> read_siting_question(const GivenWords& words, SiteOptions& site) {
  site.tables = {words.text("--matrix"), false, words.text("--demand"), words.text("--candidates"),
                 words.text("--encoding")};
  if (words.has("--sites-are")) {
    const std::string side = words.text("--sites-are");
    if (side != "from" && side != "to")
      return wrong_use("cli_unknown_choice", words.where(), {"--sites-are", side, "from, to"});
    site.tables.sites_are_from = side == "from";
  }
  if (words.has("--aim")) {
    const auto aim = siting_aim_named(words.text("--aim"));
    if (!aim)
      return wrong_use(
          "cli_unknown_choice", words.where(),
          {"--aim", words.text("--aim"), "cover_most, cover_all, least_time, least_worst"});
    site.aim = *aim;
  }
  const auto sites = whole_number(words, "--sites");
  if (!sites) return sites.error();
  site.sites = sites.value();
  const auto closings = whole_number(words, "--closings");
  if (!closings) return closings.error();
  site.closings = closings.value();
  if (site.closings && site.tables.candidates.empty())
    return wrong_use("cli_only_with", words.where(), {"--closings", "--candidates"});
  for (const auto& [name, most] : {std::pair{"--budget", 1e9}, std::pair{"--backup", 1.0}}) {
    if (!words.has(name)) continue;
    const auto value = number(words, name, 0, most, false);
    if (!value) return value.error();
    const auto thousandths = static_cast<std::int64_t>(std::floor(value.value() * 1e3 + 0.5));
    if (name == std::string_view{"--budget"})
      site.budget = thousandths;
    else
      site.backup = thousandths;
  }
  if (words.has("--minutes")) {
    const auto minutes = number(words, "--minutes", 0, kLongestMinutes, true);
    if (!minutes) return minutes.error();
    site.limit = Duration::minutes(minutes.value());
  }
  if (site.aim == SitingAim::cover_all) {
    for (const char* name : {"--sites", "--budget"})
      if (words.has(name)) return wrong_use("cli_not_for_aim", words.where(), {name, "cover_all"});
  } else if (!site.sites && !site.budget) {
    return wrong_use("cli_how_many_sites", words.where(), {});
  }
  return Done{};
}

}  // namespace

Result<SiteOptions> site_options(const GivenWords& words) {
  SiteOptions site;
  site.study = words.text("STUDY.toml");
  if (site.study.empty() == !words.has("--matrix"))
    return wrong_use(site.study.empty() ? "cli_no_siting" : "cli_study_and_matrix", words.where(),
                     {});
  if (const auto all = need(words, {"--out"}); !all) return all.error();
  site.out = words.text("--out");
  site.cache = words.text("--cache");
  site.network = words.text("--network");
  site.quick = words.flag("--quick");
  if (!site.study.empty()) {
    for (const char* name : {"--demand", "--candidates", "--encoding", "--sites-are", "--aim",
                             "--sites", "--closings", "--budget", "--backup", "--minutes"})
      if (words.has(name)) return wrong_use("cli_only_with", words.where(), {name, "--matrix"});
    if (words.texts("--scenario").size() > 1)
      return wrong_use("cli_given_twice", words.where(), {"--scenario"});
    site.scenario = words.text("--scenario");
    site.names = words.texts("--siting");
    return site;
  }
  for (const char* name : {"--scenario", "--siting", "--cache", "--network"})
    if (words.has(name)) return wrong_use("cli_only_with", words.where(), {name, "STUDY.toml"});
  if (const auto all = need(words, {"--demand"}); !all) return all.error();
  if (const auto done = read_siting_question(words, site); !done) return done.error();
  return site;
}

Result<VerifyOptions> verify_options(const GivenWords& words) {
  if (const auto all = need(words, {"PROOF.json"}); !all) return all.error();
  return VerifyOptions{words.texts("PROOF.json")};
}

}  // namespace lifecircle

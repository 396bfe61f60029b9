// make_town: a county of any size out of a seed, to try and to measure with.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "tools/make_town/draw.hpp"

namespace {

namespace county = lifecircle::county;

void print_totals(const county::County& plan, std::int64_t junctions, const county::Totals& t,
                  const std::string& path) {
  std::int64_t towns = 0;
  for (const auto& unit : plan.units) towns += unit.town;
  fmt::print("{}: a made county, no real place; EPSG:4545, seed {}\n", path, plan.options.seed);
  fmt::print("  junctions       {} (asked for {})\n", junctions, plan.options.junctions);
  fmt::print("  roads           {} lines, {:.0f} km\n", t.road_lines, t.road_km);
  fmt::print("  barriers        {} lines; gates {}\n", t.barriers, t.gates);
  fmt::print("  units           {}: {} communities, {} villages\n", plan.units.size(), towns,
             static_cast<std::int64_t>(plan.units.size()) - towns);
  fmt::print("  people          {} ({} elderly, {} children) in {} households, {} places\n",
             t.people, t.elderly, t.children, t.households, t.dwellings);
  fmt::print("  far homes       {} places more than 1 km from any road\n", t.remote);
  fmt::print("  facilities      {} and {} parks with {} entrances\n", t.facilities, t.parks,
             t.entrances);
  for (std::size_t k = 0; k < t.facilities_by_kind.size(); ++k)
    fmt::print("    {:<25}{}\n", county::facility_kinds()[k].word, t.facilities_by_kind[k]);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Makes a county that could lie in the north of China: a town on a river, townships, villages "
      "along\n"
      "the valleys, roads, barriers, people and facilities. The same arguments make the same file, "
      "byte for byte.\n"};
  app.footer(
      "Examples:\n"
      "  make_town --junctions 30000 --seed 1 --out out/sample/county.gpkg\n"
      "  make_town --junctions 1000000 --out big.gpkg --study data/sample/study.toml\n\n"
      "Layers: area, units, roads, barriers, gates, dwellings, facilities, parks, park_entrances.\n"
      "Exit codes: 0 done, 2 wrong arguments, 4 the file could not be written.");
  county::Options options;
  std::string out, study;
  bool roads_only = false;
  app.add_option("--junctions", options.junctions,
                 "How many junctions, 1,000 to 10,000,000; met within a few percent")
      ->check(CLI::Range(std::int64_t{1000}, std::int64_t{10'000'000}))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Which of the many counties of this size")
      ->capture_default_str();
  app.add_option("--out", out, "The GeoPackage to write; a file of that name is replaced")
      ->required();
  app.add_flag("--roads-only", roads_only, "Write the layer of roads alone: quicker, far smaller");
  app.add_option("--study", study, "A study file to copy beside it")->check(CLI::ExistingFile);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    const county::County plan = county::plan_county(options);
    const std::int64_t junctions = county::count_junctions(plan);
    county::CountyFile file{out, plan.lattice, roads_only};
    county::draw_county(plan, file);
    file.finish();
    if (!study.empty()) {
      const auto copy =
          std::filesystem::path{out}.parent_path() / std::filesystem::path{study}.filename();
      std::filesystem::copy_file(study, copy, std::filesystem::copy_options::overwrite_existing);
    }
    print_totals(plan, junctions, file.totals(), out);
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_town: {}\n", error.what());
    return 4;
  }
  return 0;
}

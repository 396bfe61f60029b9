#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>

#include <nlohmann/json.hpp>

#include "engine/network/gates.hpp"
#include "engine/prepared/sections.hpp"
#include "io/read/profile_file.hpp"
#include "io/read/town.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/study_network.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {
namespace {

/// The networks that were asked for, each kept in its file.
using Kept = std::vector<ReadyNetwork>;

NetworkCache where_to_keep(const NetworkBuildOptions& options, const Session& session) {
  NetworkCache cache{.folder = {}, .writes = true, .must = true};
  if (!options.out.empty())
    cache.file = options.out;
  else
    cache.folder = options.cache.empty() ? session.cache_folder : options.cache;
  return cache;
}

Result<Kept> of_study(const NetworkBuildOptions& options, NetworkCache cache, Problems& problems,
                      Session& session) {
  const auto study = read_study_file(options.study, session.profile_folder());
  if (!study) return study.error();
  cache.inputs = files_of(study.value());
  const auto inputs = take_inputs(study.value());
  if (!inputs) return inputs.error();
  auto loaded = load_town(study.value(), problems, session.progress);
  if (!loaded) return loaded.error();
  // Before anything is written; what has been read is what is kept.
  if (auto same = check_unchanged(inputs.value()); !same) return same.error();
  Town& town = loaded.value().town;
  Kept kept;
  const auto keep = [&](Roads&& roads, Problems& told) -> Result<Done> {
    auto ready = network_of_study(std::move(roads), study.value(), loaded.value().frame,
                                  inputs.value(), cache, told, session);
    if (!ready) return ready.error();
    kept.push_back(std::move(ready).value());
    return Done{};
  };
  const bool both = !town.unknown_gates.empty() && cache.file.empty();
  Roads others;
  if (both) others = town.roads;
  if (auto done = keep(std::move(town.roads), problems); !done) return done.error();
  if (both) {
    Problems told_before;
    set_unknown_gates(others, town.unknown_gates, !study.value().rules.time->unknown_open);
    if (auto done = keep(std::move(others), told_before); !done) return done.error();
  } else if (!town.unknown_gates.empty()) {
    remark("network_unknown_gates", {}, session);
  }
  return kept;
}

Result<Kept> of_roads(const NetworkBuildOptions& options, NetworkCache cache, Problems& problems,
                      Session& session) {
  std::vector<std::string> names = options.modes;
  if (names.empty()) names = profile_names(session.profile_folder());
  std::map<std::string, Profile> profiles;
  for (const auto& name : names) {
    auto profile = profile_named(name, session);
    if (!profile) return profile.error();
    profiles.emplace(name, std::move(profile).value());
  }
  cache.inputs = files_read(options.roads, {});
  auto roads = read_command_roads(options.roads, problems, session);
  if (!roads) return roads.error();
  auto ready = network_of_roads(std::move(roads.value().roads), profiles, cache, session);
  if (!ready) return ready.error();
  Kept kept;
  kept.push_back(std::move(ready).value());
  return kept;
}

/// Not there, empty, or a prepared network of any version: not something else of the user's.
bool may_be_replaced(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  std::string start(kPreparedMagic.size(), '\0');
  if (!in.read(start.data(), static_cast<std::streamsize>(start.size()))) return in.gcount() == 0;
  return std::equal(start.begin(), start.end(), kPreparedMagic.begin(),
                    [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; });
}

}  // namespace

int network_build_verb(const NetworkBuildOptions& options, Session& session) {
  const NetworkCache cache = where_to_keep(options, session);
  if (cache.folder.empty() && cache.file.empty())
    return complain(Error{Fault::usage, "network_build_nowhere", "lifecircle network build"},
                    session);
  if (!cache.file.empty() && !may_be_replaced(cache.file))
    return complain(Error{Fault::storage, "network_not_ours", cache.file, {cache.file}}, session);
  Problems problems;
  const auto kept = options.study.empty() ? of_roads(options, cache, problems, session)
                                          : of_study(options, cache, problems, session);
  session.end_progress();
  if (!kept) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return complain(kept.error(), session);
  }
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const ReadyNetwork& ready : kept.value()) {
    std::error_code ignored;
    files.push_back({{"file", ready.file},
                     {"prepared", network_from_name(ready.from)},
                     {"bytes", std::filesystem::file_size(ready.file, ignored)},
                     {"junctions", ready.network->node_count()},
                     {"edges", ready.network->edge_count()}});
  }
  if (session.json)
    print_json(session.out, {{"networks", files}, {"problems", problems.counts()}});
  else if (!session.quiet)
    for (const ReadyNetwork& ready : kept.value()) session.out << fill("{0}", {ready.file}) << '\n';
  remark_problems(problems, session);
  return kDone;
}

}  // namespace lifecircle

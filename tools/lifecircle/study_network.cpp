#include "tools/lifecircle/study_network.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <utility>

#include "io/write/prepared_file.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/heights.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

using MakeHeights = std::function<Result<std::optional<RoadHeights>>(const Network&)>;

std::string in_words(const Error& error, const Session& session) {
  return say(error.key, session.language, error.args);
}

/// Work on one network: what it is made of, and where it may be kept.
class Work {
 public:
  Work(Roads&& roads, const std::map<std::string, Profile>& profiles, std::string key,
       const NetworkCache& cache, const MakeHeights& heights, Session& session)
      : roads_{std::move(roads)},
        profiles_{profiles},
        key_{std::move(key)},
        cache_{cache},
        make_heights_{heights},
        session_{session} {
    if (!cache.file.empty())
      ready_.file = cache.file;
    else if (!cache.folder.empty())
      ready_.file = (fs::path{cache.folder} / (key_ + ".network")).string();
  }

  Result<ReadyNetwork> run() {
    auto kept = open();
    if (kept)
      ready_.network = kept->network();
    else
      ready_.network = std::make_shared<const Network>(std::move(roads_));
    auto heights = make_heights_(*ready_.network);
    if (!heights) return heights.error();
    ready_.heights = std::move(heights).value();
    if (ready_.heights && !ready_.file.empty())
      ground_ = ground_sum(*ready_.network, *ready_.heights);
    if (kept && take_graphs(*kept)) {
      ready_.from = NetworkFrom::reused;
      remark("network_reused", {ready_.file}, session_);
      return std::move(ready_);
    }
    if (cache_.writes)
      if (auto done = build(); !done) return done.error();
    if (ready_.from == NetworkFrom::made) ready_.file.clear();
    return std::move(ready_);
  }

 private:
  /// The file of this key, if it is there and sound.
  std::optional<PreparedNetwork> open() {
    std::error_code ignored;
    if (ready_.file.empty() || !cache_.file.empty() || !fs::exists(ready_.file, ignored))
      return std::nullopt;
    auto kept = PreparedNetwork::open(ready_.file);
    if (kept && kept.value().head().key != key_)
      kept = Error{Fault::input, "prepared_other_key", ready_.file};
    // Every byte is looked at, once, which is cheap beside reading the roads: one that went bad
    // must not become a wrong rate.
    if (kept)
      if (auto whole = kept.value().check(); !whole) kept = whole.error();
    if (kept) return std::move(kept).value();
    not_used(kept.error());
    return std::nullopt;
  }

  bool take_graphs(PreparedNetwork& kept) {
    if (kept.head().ground != ground_) {
      not_used(Error{Fault::input, "prepared_other_key", ready_.file});
      return false;
    }
    for (const auto& [name, profile] : profiles_) {
      auto graph = kept.graph(profile);
      if (!graph) {
        not_used(graph.error());
        ready_.graphs.clear();
        return false;
      }
      ready_.graphs.emplace(name, std::move(graph).value());
    }
    return true;
  }

  void not_used(const Error& error) {
    remark("network_not_used", {ready_.file, in_words(error, session_)}, session_);
  }

  Result<Done> build() {
    std::vector<ModeGraph*> graphs;
    std::vector<const ModeGraph*> kept;
    for (const auto& [name, profile] : profiles_) {
      ModeGraph made{*ready_.network, profile, ready_.heights ? &*ready_.heights : nullptr};
      ModeGraph& graph = ready_.graphs.emplace(name, std::move(made)).first->second;
      graphs.push_back(&graph);
      kept.push_back(&graph);
    }
    if (!make_hierarchies(graphs, session_.progress))
      return Error{Fault::interrupted, "interrupted", ""};
    std::error_code ignored;  // the writer says what is wrong with it
    if (!cache_.folder.empty()) fs::create_directories(cache_.folder, ignored);
    const auto done =
        write_prepared_file(ready_.file, {key_, ground_, "lifecircle " + session_.version},
                            *ready_.network, kept, cache_.inputs);
    if (!done) {
      if (cache_.must) return done.error();
      remark("network_not_kept", {ready_.file, in_words(done.error(), session_)}, session_);
      return Done{};
    }
    ready_.from = NetworkFrom::built;
    remark("network_built", {ready_.file}, session_);
    return Done{};
  }

  Roads roads_;
  const std::map<std::string, Profile>& profiles_;
  std::string key_, ground_;
  const NetworkCache& cache_;
  const MakeHeights& make_heights_;
  Session& session_;
  ReadyNetwork ready_;
};

Result<ReadyNetwork> ready(Roads&& roads, const std::map<std::string, Profile>& profiles,
                           const std::vector<std::string>& further, const NetworkCache& cache,
                           const MakeHeights& heights, Session& session) {
  std::string key;
  if (!cache.folder.empty() || !cache.file.empty())
    key = prepared_key(roads, profiles, further, session.version);
  return Work{std::move(roads), profiles, std::move(key), cache, heights, session}.run();
}

}  // namespace

NetworkCache network_cache(const std::string& named, const Session& session) {
  if (!named.empty()) return {.folder = named, .writes = true};
  std::error_code ignored;
  if (!fs::is_directory(session.cache_folder, ignored)) return {};
  return {.folder = session.cache_folder};
}

const char* network_from_name(NetworkFrom from) {
  constexpr const char* kNames[] = {"made", "built", "reused"};
  return kNames[static_cast<int>(from)];
}

ModeGraph graph_of(const ReadyNetwork& ready, const Profile& profile) {
  const auto found = ready.graphs.find(profile.name);
  if (found != ready.graphs.end()) return found->second;
  return {*ready.network, profile, ready.heights ? &*ready.heights : nullptr};
}

Result<ReadyNetwork> network_of_study(Roads&& roads, const StudyFile& study, const Frame& frame,
                                      const std::vector<InputFile>& inputs,
                                      const NetworkCache& cache, Problems& problems,
                                      Session& session) {
  std::vector<std::string> further;
  if (!study.elevation.empty()) further.push_back(frame.definition());
  for (const LayerSource& source : study.elevation)
    for (const InputFile& input : inputs)
      if (input.path == source.file) further.insert(further.end(), {input.sha256, source.crs});
  const MakeHeights heights = [&](const Network& network) {
    return heights_of(study, network, frame, problems, session.progress);
  };
  return ready(std::move(roads), study.rules.profiles, further, cache, heights, session);
}

Result<ReadyNetwork> network_of_roads(Roads&& roads, const std::map<std::string, Profile>& profiles,
                                      const NetworkCache& cache, Session& session) {
  const MakeHeights level = [](const Network&) { return std::optional<RoadHeights>{}; };
  return ready(std::move(roads), profiles, {}, cache, level, session);
}

}  // namespace lifecircle

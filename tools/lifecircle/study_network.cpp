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
       ProfileKeys keys, const NetworkCache& cache, const MakeHeights& heights, Session& session)
      : roads_{std::move(roads)},
        profiles_{profiles},
        key_{std::move(key)},
        keys_{std::move(keys)},
        cache_{cache},
        make_heights_{heights},
        session_{session} {
    if (!cache.file.empty())
      ready_.file = cache.file;
    else if (!cache.folder.empty())
      ready_.file =
          (fs::path{cache.folder} / (key_ + '-' + key_of_all(keys_).substr(0, kShort) + kEnding))
              .string();
  }

  Result<ReadyNetwork> run() {
    std::optional<PreparedNetwork> kept;
    if (!cache_.given.empty()) {
      auto given = usable(cache_.given);
      if (!given && !cache_.given_may_differ) return given.error();
      if (given) {
        kept = std::move(given).value();
        ready_.file = cache_.given;
      }
    }
    if (!kept) kept = open();
    if (kept)
      ready_.network = kept->network();
    else
      ready_.network = std::make_shared<const Network>(std::move(roads_));
    auto heights = make_heights_(*ready_.network);
    if (!heights) return heights.error();
    ready_.heights = std::move(heights).value();
    if (ready_.heights && !ready_.file.empty())
      ground_ = ground_sum(*ready_.network, *ready_.heights);
    if (kept) {
      const auto done = take_graphs(*kept);
      if (done) {
        ready_.from = NetworkFrom::reused;
        remark(ready_.file == cache_.given ? "network_given_used" : "network_reused", {ready_.file},
               session_);
        return std::move(ready_);
      }
      if (ready_.file == cache_.given) return done.error();
      not_used(done.error());
      ready_.graphs.clear();
    }
    if (cache_.writes)
      if (auto done = build(); !done) return done.error();
    if (ready_.from == NetworkFrom::made) ready_.file.clear();
    return std::move(ready_);
  }

 private:
  static constexpr std::size_t kShort = 16;  ///< digits that tell a few files of one folder apart
  static constexpr const char* kEnding = ".network";

  /// A file of these roads that has all the profiles as they are now, and is sound.
  Result<PreparedNetwork> usable(const std::string& file) const {
    auto kept = PreparedNetwork::open(file);
    if (!kept) return kept.error();
    if (kept.value().head().key != key_) return Error{Fault::input, "prepared_other_key", file};
    const ProfileKeys there = kept.value().profile_keys();
    for (const auto& [name, key] : keys_) {
      const auto found = there.find(name);
      if (found == there.end()) return Error{Fault::input, "prepared_no_profile", file, {name}};
      if (found->second != key) return Error{Fault::input, "prepared_other_profile", file, {name}};
    }
    // Every byte is looked at, once, which is cheap beside reading the roads: one that went bad
    // must not become a wrong rate.
    if (auto whole = kept.value().check(); !whole) return whole.error();
    return kept;
  }

  /// The folder's file of these profiles, or else one that holds more.
  std::optional<PreparedNetwork> open() {
    if (cache_.folder.empty()) return std::nullopt;
    std::error_code ignored;
    if (fs::exists(ready_.file, ignored)) {
      auto kept = usable(ready_.file);
      if (kept) return std::move(kept).value();
      not_used(kept.error());
      return std::nullopt;
    }
    for (const std::string& file : others_of_these_roads()) {
      auto kept = usable(file);
      if (!kept) continue;
      ready_.file = file;
      return std::move(kept).value();
    }
    return std::nullopt;
  }
  std::vector<std::string> others_of_these_roads() const {
    std::vector<std::string> files;
    std::error_code failed;
    for (fs::directory_iterator at{cache_.folder, failed}, end; !failed && at != end;
         at.increment(failed)) {
      const std::string name = at->path().filename().string();
      if (name.starts_with(key_) && name.ends_with(kEnding)) files.push_back(at->path().string());
    }
    std::ranges::sort(files);  // the same file each time
    return files;
  }

  Result<Done> take_graphs(PreparedNetwork& kept) {
    if (kept.head().ground != ground_)
      return Error{Fault::input, "prepared_other_key", ready_.file};
    for (const auto& [name, profile] : profiles_) {
      auto graph = kept.graph(profile);
      if (!graph) return graph.error();
      ready_.graphs.emplace(name, std::move(graph).value());
    }
    return Done{};
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
                            *ready_.network, kept, keys_, cache_.inputs);
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
  ProfileKeys keys_;
  const NetworkCache& cache_;
  const MakeHeights& make_heights_;
  Session& session_;
  ReadyNetwork ready_;
};

Result<ReadyNetwork> ready(Roads&& roads, const std::map<std::string, Profile>& profiles,
                           const std::vector<std::string>& further, const NetworkCache& cache,
                           const MakeHeights& heights, Session& session) {
  std::string key;
  ProfileKeys keys;
  if (!cache.folder.empty() || !cache.file.empty() || !cache.given.empty()) {
    key = prepared_key(roads, further, session.version);
    keys = profile_keys(profiles);
  }
  return Work{std::move(roads), profiles, std::move(key), std::move(keys), cache, heights, session}
      .run();
}

}  // namespace

Result<NetworkCache> network_cache(const std::string& named, const std::string& given,
                                   const Session& session) {
  NetworkCache cache{.folder = named, .writes = !named.empty()};
  std::error_code ignored;
  if (named.empty() && fs::is_directory(session.cache_folder, ignored))
    cache.folder = session.cache_folder;
  // Before roads are read, which may take long.
  if (!given.empty())
    if (const auto opened = PreparedNetwork::open(given); !opened) return opened.error();
  cache.given = given;
  return cache;
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

#include <cstdio>
#include <filesystem>
#include <map>
#include <ostream>

#include <nlohmann/json.hpp>

#include "io/read/people_count.hpp"
#include "io/write/outputs.hpp"
#include "io/write/target_crs.hpp"
#include "tools/lifecircle/circle_picture.hpp"
#include "tools/lifecircle/console.hpp"

namespace lifecircle {
namespace {

void tell_lone(const CircleWork& work, const CirclesOptions& options, Problems& problems) {
  char access[32];
  std::snprintf(access, sizeof access, "%g", options.access_m);
  const auto add = [&](const char* key, std::string some, std::string all) {
    problems.add({.key = key,
                  .file = {},
                  .layer = {},
                  .args = {std::move(some), std::move(all), access},
                  .set_aside = false});
  };
  if (const std::size_t lone = work.lone_places(); lone > 0)
    add("circles_unconnected", std::to_string(lone), std::to_string(work.places().size()));
  if (const std::int64_t lone = work.lone_people(); lone > 0)
    add("circles_people_unconnected", people_text(lone), people_text(work.all_people()));
}

}  // namespace

int circles_verb(const CirclesOptions& options, Session& session) {
  std::map<std::string, Profile> profiles;
  for (const auto& mode : options.modes) {
    auto profile = profile_named(mode, session);
    if (!profile) return complain(profile.error(), session);
    profiles.insert_or_assign(mode, std::move(profile).value());
  }
  const std::filesystem::path file{options.out};
  if (const auto crs = TargetCrs::of(options.out_crs, options.out); !crs)
    return complain(crs.error(), session);
  auto outputs = Outputs::begin_file(options.out);
  if (!outputs) return complain(outputs.error(), session);
  outputs.value().protect(files_read(options.roads, {options.places ? &*options.places : nullptr,
                                                     options.people ? &*options.people : nullptr}));
  if (!options.network.empty()) outputs.value().protect({options.network});
  if (const auto fine = outputs.value().check(file.filename().string()); !fine)
    return complain(fine.error(), session);
  const auto cache = network_cache(options.cache, options.network, session);
  if (!cache) return complain(cache.error(), session);
  Problems problems;
  const auto fail = [&](const Error& error) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return complain(error, session);
  };
  auto roads = read_command_roads(options.roads, problems, session);
  if (!roads) return fail(roads.error());
  auto places = read_circle_places(options, roads.value(), problems, session);
  if (!places) return fail(places.error());
  auto people = read_circle_people(options, roads.value(), problems, session);
  if (!people) return fail(people.error());
  if (!tell(session.progress, "stage_network", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);
  auto network = network_of_roads(std::move(roads.value().roads), profiles, cache.value(), session);
  if (!network) return fail(network.error());
  CircleWork work{options,
                  roads.value(),
                  std::move(network).value(),
                  profiles,
                  std::move(places).value(),
                  std::move(people).value()};
  tell_lone(work, options, problems);

  const Frame& frame = roads.value().frame;
  const auto write_layer = [&]() -> Result<Written> {
    return outputs.value().vector(
        file.filename().string(), work.layer(),
        options.product == CircleProduct::roads ? Parts::one : Parts::many, frame, options.out_crs,
        session.language, [&](VectorFile& to) {
          return work.draw(frame.radius_m(), session.progress,
                           [&](const Table& rows) { return to.add(rows); });
        });
  };
  const auto write_picture = [&]() -> Result<Written> {
    Layer all = work.layer();
    const auto drawn = work.draw(frame.radius_m(), session.progress, [&](const Table& rows) {
      append(all.table, rows);
      return Result<Done>{Done{}};
    });
    if (!drawn) return drawn.error();
    if (auto done = outputs.value().text(
            file.filename().string(),
            circle_picture(all, work, roads.value().barriers, options, session.language));
        !done)
      return done.error();
    return Written{.rows = all.table.rows()};
  };
  const auto written = options.out.ends_with(".svg") ? write_picture() : write_layer();
  if (!written) return fail(written.error());
  if (!tell(session.progress, "stage_write", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);
  for (const Problem& remark : remarks_on(written.value(), options.out)) problems.add(remark);
  const auto paths = outputs.value().commit();
  if (!paths) return complain(paths.error(), session);

  session.end_progress();
  if (session.json) {
    std::vector<double> minutes;
    for (const Duration limit : options.limits) minutes.push_back(limit.minutes());
    const nlohmann::ordered_json document{{"rows", written.value().rows},
                                          {"places", work.places().size()},
                                          {"modes", options.modes},
                                          {"speeds_kmh", work.speeds()},
                                          {"direction", direction_name(options.direction)},
                                          {"minutes", minutes},
                                          {"access_limit_m", options.access_m},
                                          {"tolerance_m", options.tolerance_m},
                                          {"simplify_m", options.simplify_m},
                                          {"problems", problems.counts()},
                                          {"files", paths.value()}};
    print_json(session.out, document);
  } else if (!session.quiet) {
    const std::string rows = std::to_string(written.value().rows),
                      count = std::to_string(work.places().size());
    char within[32];
    std::snprintf(within, sizeof within, "%g", options.tolerance_m + options.simplify_m);
    session.out << (options.product == CircleProduct::roads
                        ? say("circles_roads_done", session.language, {rows, count, work.speeds()})
                        : say("circles_done", session.language,
                              {rows, count, within, work.speeds()}))
                << '\n';
    for (const auto& path : paths.value()) session.out << "  " << fill("{0}", {path}) << '\n';
  }
  remark_problems(problems, session);
  return kDone;
}

}  // namespace lifecircle

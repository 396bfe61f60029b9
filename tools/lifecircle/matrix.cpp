#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <ostream>
#include <tuple>

#include <nlohmann/json.hpp>

#include "algorithms/study/table_builder.hpp"
#include "engine/base/parallel.hpp"
#include "engine/search/matrix.hpp"
#include "io/write/outputs.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/study_network.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

namespace {

/// Points of a layer with their ids and legs.
struct MatrixPoints {
  std::vector<std::string> id;
  std::vector<Point> at;
  std::vector<std::vector<Leg>> legs;
};

Result<MatrixPoints> read_points(const LayerSource& source, const std::string& id_column,
                                 const Frame& frame, Problems& problems, const Session& session) {
  std::vector<std::string> columns;
  if (!id_column.empty()) columns.push_back(id_column);
  const auto features = read_features(source, frame, columns, false, problems, session.progress);
  if (!features) return features.error();
  MatrixPoints points;
  const Features& f = features.value();
  for (std::size_t i = 0; i < f.size(); ++i) {
    const Shape& shape = f.shape[i];
    if (shape.parts.empty()) continue;
    points.id.push_back(id_column.empty()
                            ? std::to_string(f.row[i])
                            : f.columns[static_cast<std::size_t>(f.column(id_column))][i]);
    points.at.push_back(shape.kind == ShapeKind::point ? shape.parts.front().front()
                                                       : centroid(shape));
  }
  if (points.at.empty()) return Error{Fault::input, "matrix_no_points", source.file, {source.file}};
  return points;
}

/// Sorted by id and place, so that the rows of the file leave no trace.
void sort_points(MatrixPoints& points) {
  std::vector<std::size_t> order(points.at.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::tie(points.id[a], points.at[a]) < std::tie(points.id[b], points.at[b]);
  });
  MatrixPoints sorted;
  for (const std::size_t i : order) {
    sorted.id.push_back(std::move(points.id[i]));
    sorted.at.push_back(points.at[i]);
  }
  points = std::move(sorted);
}

void join_points(MatrixPoints& points, const Ground& ground, const ModeGraph& graph, double limit_m,
                 Problems& problems) {
  points.legs.resize(points.at.size());
  parallel_for(
      points.at.size(), [] { return 0; },
      [&](std::size_t i, int) { points.legs[i] = ground.legs(graph, points.at[i], limit_m); }, 16);
  std::size_t alone = 0;
  for (const auto& legs : points.legs) alone += legs.empty();
  if (alone > 0)
    problems.add({.key = "matrix_unconnected",
                  .file = {},
                  .layer = {},
                  .args = {std::to_string(alone), std::to_string(points.at.size()),
                           std::to_string(static_cast<int>(limit_m))},
                  .set_aside = false});
}

/// Every point no road comes near, with its distance to the nearest.
Table unconnected_points(const MatrixPoints& from, const MatrixPoints& to, const Ground& ground,
                         const ModeGraph& graph) {
  TableBuilder t{"unconnected", "Points without a road in reach", "未连接路网的点"};
  const auto side = t.text("side", "from or to", "起点或终点");
  const auto id = t.text("id", "id", "编号");
  const auto distance = t.number("distance_m", "metres to the road", "到道路距离(米)", 1);
  for (const MatrixPoints* points : {&from, &to})
    for (std::size_t i = 0; i < points->at.size(); ++i) {
      if (!points->legs[i].empty()) continue;
      t.put(side, points == &from ? "from" : "to");
      t.put(id, points->id[i]);
      t.put(distance, ground.distance_to_roads_m(graph, points->at[i]).value_or(kNoNumber));
    }
  return t.finish();
}

}  // namespace

int matrix_verb(const MatrixOptions& options, Session& session) {
  const auto profile = profile_named(options.mode, session);
  if (!profile) return complain(profile.error(), session);
  const std::filesystem::path file{options.out};
  auto outputs = Outputs::begin_file(options.out);
  if (!outputs) return complain(outputs.error(), session);
  outputs.value().protect(files_read(options.roads, {&options.from, &options.to}));
  if (!options.network.empty()) outputs.value().protect({options.network});
  if (const auto fine = outputs.value().check(file.filename().string()); !fine)
    return complain(fine.error(), session);
  const auto cache = network_cache(options.cache, options.network, session);
  if (!cache) return complain(cache.error(), session);
  Problems problems;
  auto roads = read_command_roads(options.roads, problems, session);
  if (!roads) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return complain(roads.error(), session);
  }
  auto from = read_points(options.from, options.from_id, roads.value().frame, problems, session);
  if (!from) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return complain(from.error(), session);
  }
  auto to = read_points(options.to, options.to_id, roads.value().frame, problems, session);
  if (!to) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return complain(to.error(), session);
  }

  const auto ready = network_of_roads(std::move(roads.value().roads),
                                      {{options.mode, profile.value()}}, cache.value(), session);
  if (!ready) return complain(ready.error(), session);
  const Ground ground{*ready.value().network, roads.value().barriers};
  const ModeGraph graph = graph_of(ready.value(), profile.value());
  const double limit_m = options.access_m;
  for (MatrixPoints* points : {&from.value(), &to.value()}) {
    sort_points(*points);
    join_points(*points, ground, graph, limit_m, problems);
  }
  SearchWay way = SearchWay::searches;
  const auto times = times_between(graph, from.value().legs, to.value().legs, options.limit,
                                   session.progress, &way);
  if (!tell(session.progress, "stage_write", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);

  TableBuilder t{"matrix", "Times between points", "点间时间"};
  const auto from_id = t.text("from_id", "from", "起点");
  const auto to_id = t.text("to_id", "to", "终点");
  const auto seconds = t.number("seconds", "seconds", "秒", 3);
  for (const TimeBetween& time : times) {
    t.put(from_id, from.value().id[time.from]);
    t.put(to_id, to.value().id[time.to]);
    t.put(seconds, time.time.seconds());
  }
  const Table alone = unconnected_points(from.value(), to.value(), ground, graph);
  if (const auto done = outputs.value().csv(file.filename().string(), t.finish()); !done)
    return complain(done.error(), session);
  if (const auto done = outputs.value().csv(file.stem().string() + "_unconnected.csv", alone);
      !done)
    return complain(done.error(), session);
  const auto paths = outputs.value().commit();
  if (!paths) return complain(paths.error(), session);
  session.end_progress();
  char minutes[32];
  std::snprintf(minutes, sizeof minutes, "%g", options.limit.minutes());
  if (session.json) {
    const nlohmann::ordered_json document{{"pairs", times.size()},
                                          {"origins", from.value().at.size()},
                                          {"destinations", to.value().at.size()},
                                          {"mode", options.mode},
                                          {"limit_seconds", options.limit.seconds()},
                                          {"access_limit_m", limit_m},
                                          {"way", search_way_name(way)},
                                          {"problems", problems.counts()},
                                          {"files", paths.value()}};
    print_json(session.out, document);
  } else if (!session.quiet) {
    session.out << say("matrix_done", session.language,
                       {std::to_string(times.size()), std::to_string(from.value().at.size()),
                        std::to_string(to.value().at.size()), minutes})
                << '\n'
                << "  " << fill("{0}", {paths.value().front()}) << '\n';
    if (alone.rows() > 0) session.out << "  " << fill("{0}", {paths.value().back()}) << '\n';
  }
  remark_problems(problems, session);
  return kDone;
}

}  // namespace lifecircle

#include "tools/lifecircle/circle_picture.hpp"

#include <cstdio>

#include "io/write/svg.hpp"

namespace lifecircle {
namespace {

std::string metres(double m) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", m);
  return text;
}

}  // namespace

std::string circle_picture(const Layer& rows, const CircleWork& work, const Barriers& barriers,
                           const CirclesOptions& options, Language language) {
  Layer streets{{}, {.colour = "#b0b0b0", .size = 0.15}},
      walls{{}, {.colour = "#1c4e80", .size = 0.5}}, places{{}, {.colour = "#d7301f", .size = 1.5}};
  const Network& network = work.network();
  streets.table.shapes.kind = ShapeKind::line;
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    streets.table.shapes.add(network.shape(EdgeId{e}));
  walls.table.shapes = barriers;
  walls.table.shapes.kind = ShapeKind::line;
  places.table.title_en = "place";
  places.table.title_zh = "地点";
  for (const Facility& place : work.places())
    places.table.shapes.add(place.shape.kind == ShapeKind::point ? place.shape.parts[0][0]
                                                                 : centroid(place.shape));
  const PictureLayer layers[] = {{.layer = &rows},
                                 {.layer = &streets, .in_legend = false},
                                 {.layer = &walls, .in_legend = false},
                                 {.layer = &places}};
  const bool to = options.direction == Direction::to_facility;
  return svg_picture(
      layers,
      {say("circles_picture_speeds", language,
           {work.speeds(), say(to ? "circles_to" : "circles_from", language)}),
       say("circles_picture_ground", language,
           {metres(options.access_m), metres(options.tolerance_m + options.simplify_m)})},
      language);
}

}  // namespace lifecircle

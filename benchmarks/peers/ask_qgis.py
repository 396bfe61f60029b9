"""native:serviceareafromlayer of QGIS on the exported roads.
  ask_qgis.py FOLDER from|to"""

import os
import shutil
import sys
import time

from osgeo import ogr, osr
from qgis.core import (Qgis, QgsApplication, QgsCoordinateTransformContext, QgsDistanceArea,
                       QgsPointXY, QgsProject, QgsVectorLayer)

import tables

folder, direction = sys.argv[1:]
ogr.UseExceptions()
app = QgsApplication([], False)
app.initQgis()


def layer(name, kind, fields):
    path = os.path.join(folder, name + ".gpkg")
    if os.path.exists(path):
        os.remove(path)
    srs = osr.SpatialReference()
    with open(os.path.join(folder, "frame.txt")) as file:
        srs.ImportFromProj4(file.read())
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    made = source.CreateLayer(name, srs, kind)
    for field, field_kind in fields:
        made.CreateField(ogr.FieldDefn(field, field_kind))
    return source, made


def add(made, wkt, **values):
    feature = ogr.Feature(made.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    for field, value in values.items():
        feature[field] = value
    made.CreateFeature(feature)


source, made = layer("starts", ogr.wkbPoint, [("number", ogr.OFTInteger)])
source.StartTransaction()
for row in tables.rows(folder, "starts.csv"):
    add(made, row["wkt"], number=int(row["start"]))
source.CommitTransaction()
made = source = None

# QGIS prices a line by its length on the ellipsoid WGS 84, whatever the project says, over a speed:
# asked for the same length, the speed is chosen so that the price is the whole milliseconds.
crs = QgsVectorLayer(os.path.join(folder, "starts.gpkg")).crs()
measure = QgsDistanceArea()
measure.setSourceCrs(crs, QgsCoordinateTransformContext())
measure.setEllipsoid("WGS84")

source, made = layer("pieces", ogr.wkbLineString,
                     [("direction", ogr.OFTString), ("speed", ogr.OFTReal)])
source.StartTransaction()
for row in tables.rows(folder, "pieces.csv"):
    forward, backward = int(row["forward_ms"]), int(row["backward_ms"])
    if forward >= 0 and backward >= 0 and forward != backward:
        sys.exit("QGIS knows one speed a line: times that differ by direction cannot be compared")
    length = measure.measureLine(*[QgsPointXY(*place) for place in tables.places(row["wkt"])])
    ms = max(forward, backward)
    add(made, row["wkt"],
        direction="both" if forward == backward else "forward" if forward >= 0 else "backward",
        speed=3.6 * length / ms if ms > 0 and length > 0 else 1e12)
source.CommitTransaction()
made = source = None

project = QgsProject.instance()
project.setCrs(crs)
project.write(os.path.join(folder, "project.qgs"))

# It only goes out from the starts; "to" is asked on the reversed roads.
along, against = ("forward", "backward") if direction == "from" else ("backward", "forward")
began = time.monotonic()
areas = os.path.join(folder, "areas.gpkg")
if os.path.exists(areas):
    os.remove(areas)
# Debian's wrapper hands qgis_process an option that only qgis knows.
program = shutil.which("qgis_process.bin") or "qgis_process"
tables.ask(
    program, "run", "native:serviceareafromlayer",
    "--PROJECT_PATH=" + os.path.join(folder, "project.qgs"), "--",
    "INPUT=" + os.path.join(folder, "pieces.gpkg"),
    "START_POINTS=" + os.path.join(folder, "starts.gpkg"), "STRATEGY=1", "SPEED_FIELD=speed",
    "DIRECTION_FIELD=direction", "VALUE_FORWARD=" + along, "VALUE_BACKWARD=" + against,
    "VALUE_BOTH=both", "TOLERANCE=0", "INCLUDE_BOUNDS=0",
    # Hours, times 3,600: our milliseconds are its seconds.
    f"TRAVEL_COST2={tables.LIMIT_MS / 3600}", "OUTPUT_LINES=" + areas)
seconds = time.monotonic() - began

pieces = tables.Pieces(folder)
found, raw = [], {}
reader = ogr.Open(areas)
for area in reader.GetLayer(0):
    start, shape = area["number"], area.GetGeometryRef()
    lines = [] if shape is None else [line.GetPoints() for line in shape]
    raw[start] = 0 if shape is None else shape.Length()
    for piece, by in sorted(pieces.shares(lines).items()):
        found.append((start, piece, *map(repr, by)))
tables.write(folder, "qgis_shares.csv", ["start", "piece", "by_source", "by_target"], found)
tables.remark(folder, "qgis", name="QGIS native:serviceareafromlayer",
              version=Qgis.QGIS_VERSION.split("-")[0], seconds=seconds, as_it_comes_m=raw)

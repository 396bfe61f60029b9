#include "tools/lifecircle/help.hpp"

#include <algorithm>
#include <iterator>

namespace lifecircle {

namespace {

// Columns: name, value, verbs, repeatable, English, Chinese.
constexpr OptionSpec kOptions[] = {
    {"STUDY.toml", "", "run compare site check", false,
     "the study file; data/sample/study.toml explains every key",
     "研究文件；data/sample/study.toml 解释了每个键"},
    {"STANDARD", "", "standards", false,
     "code of a plan or standard, or a file of your own (.toml); data/standards/README.md explains "
     "every key",
     "计划或标准的代码，或您自己的文件（.toml）；data/standards/README.md 解释了每个键"},
    {"--indicator", "CODE", "standards", false, "explain this one, with all its readings",
     "详细解释这个指标及其各种理解"},
    {"ACTION", "", "network", true,
     "build [STUDY.toml]: prepare a network for searches and keep it; check FILE: look through one;"
     " none: say what the roads are made of",
     "build [STUDY.toml]：预处理路网并保存；check FILE：检查已保存的路网；不写：报告路网组成"},
    {"PROOF.json", "", "verify", true, "proof_1.json of a folder that site wrote; several at once",
     "site 结果文件夹中的 proof_1.json；可给出多个"},
    {"--out", "PATH", "run compare site check matrix circles network", false,
     "run, compare, site: folder of the results; check, matrix: CSV file; circles: .gpkg .geojson "
     ".fgb "
     ".shp .gdb .kml, or a picture, .svg; network build: the file",
     "run、compare、site：结果文件夹；check、matrix：CSV 文件；circles：.gpkg .geojson .fgb .shp "
     ".gdb "
     ".kml，或图片 .svg；network build：路网文件"},
    {"--scenario", "FILE", "run compare site", true,
     "a scenario laid over the study: what it says differently, which facilities it closes and "
     "what it edits in its layers;"
     " data/sample/scenario.toml explains every key; compare: may be repeated",
     "叠加在研究之上的情景文件：写明与研究不同之处、关闭的设施以及对其图层的编辑；"
     "data/sample/scenario.toml 解释了每个键；compare：可重复"},
    {"--cache", "DIR", "run compare site matrix circles network", false,
     "folder of prepared networks, read and written; if not given, $LIFECIRCLE_CACHE or "
     "~/.cache/lifecircle, which only network build writes to",
     "预处理路网的文件夹，读取并写入；未指定时为 $LIFECIRCLE_CACHE 或 "
     "~/.cache/lifecircle（只有 network build 会写入）"},
    {"--network", "FILE", "run compare site matrix circles", false,
     "a prepared network that network build --out wrote of these very roads, for these profiles at "
     "least; of others it is refused",
     "由 network build --out 用同样的道路写出、至少含所需出行方式的预处理路网；道路不同则拒绝"},
    {"--siting", "NAME", "site", true, "only this [[siting]] of the study; may be repeated",
     "只计算研究中的这个 [[siting]]；可重复"},
    {"--matrix", "FILE", "site", false,
     "without a study: CSV of who reaches whom (candidate, demand, seconds; or from_id, to_id, "
     "seconds as matrix writes it)",
     "不用研究文件时：可达关系 CSV（candidate、demand、seconds；或 matrix 写出的 "
     "from_id、to_id、seconds）"},
    {"--demand", "FILE", "site", false,
     "CSV of who counts how much: id, weight; load (what it takes of a room, if not its weight)",
     "需求点 CSV：id、weight（权重）；load（占用的容量，默认同权重）"},
    {"--candidates", "FILE", "site", false,
     "CSV of what may be built: id; name, cost, standing (choice, kept, required, forbidden), "
     "existing (yes, no), room (what it takes at most; then each demand goes whole to one site)",
     "候选点 CSV：id；name、cost（成本）、standing（可选、保留、必选、禁选）、existing（是、否）、"
     "room（容量上限，此时每个需求点整体归一个点）"},
    {"--encoding", "NAME", "site", false,
     "of these tables: GBK, GB18030, Big5, ...; if not given, UTF-8 where they are, else GB18030, "
     "and that is told",
     "这些表的编码：GBK、GB18030、Big5 等；未指定时按 UTF-8，不是 UTF-8 则按 GB18030 并予以说明"},
    {"--sites-are", "from|to", "site", false, "which ids of a matrix are the sites (to)",
     "matrix 中哪一列是候选点（默认 to）"},
    {"--aim", "AIM", "site", false, "cover_most (if not given), cover_all, least_time, least_worst",
     "目标：cover_most 最大覆盖（默认）、cover_all 全覆盖、least_time 总时间最短、least_worst "
     "最远者最近"},
    {"--sites", "N", "site", false, "at most so many new sites", "新建点数上限"},
    {"--closings", "N", "site", false,
     "at most so many of the candidates that exist (column existing) may close; those that are "
     "forbidden close anyhow, and count among them",
     "已有候选点（existing 列）中最多可关闭的个数；其中禁选的必然关闭，计入此数"},
    {"--budget", "AMOUNT", "site", false, "what all sites may cost", "总成本上限"},
    {"--backup", "SHARE", "site", false,
     "how much a second site in reach counts beside the first, 0 to 1",
     "可达第二个点所计的权重（0 到 1）"},
    {"--quick", "", "site", false, "a tenth of the search, for a meeting; bounds still hold",
     "只用约十分之一的搜索量，供会议使用；界仍然成立"},
    {"--format", "NAME", "run", true,
     "format of the map layers: gpkg (if none is named), shp, geojson, fgb, gdb or kml;"
     " xlsx: the tables as one Excel workbook; may be repeated",
     "图层的格式：gpkg（默认）、shp、geojson、fgb、gdb 或 kml；xlsx：把各表写成一个 Excel "
     "工作簿；可重复"},
    {"--report", "", "run compare", false,
     "write report.html (run: also where the study names no standards; with [indicators] it is "
     "always written)",
     "写出 report.html（run：研究中有 [indicators] 时总会写出）"},
    {"--maps", "NAME", "run compare", true,
     "a printed map of each service (compare: of each change) as pdf, svg or png; may be repeated",
     "为每项服务（compare：每项变化）绘制一幅地图：pdf、svg 或 png；可重复"},
    {"--range", "", "compare", false,
     "the scenarios are alternatives, not plans (another speed, other people, another access "
     "limit): every rate as an interval, and the places that flip",
     "各情景是备选口径而非方案（另一种速度、人口或接入距离）：给出每项覆盖率的区间和结果不一致的居"
     "住点"},
    {"--strict", "", "run", false, "a row that cannot be used is an error, not a note",
     "遇到不可用的行即报错，而不是记录后继续"},
    {"--to-database", "PG:...", "run", false,
     "write the results as tables of PostGIS, too, all at once (--allow-database)",
     "同时把结果一次性写入 PostGIS 表（需 --allow-database）"},
    {"--schema", "NAME", "run", false, "schema of --to-database; ours is replaced, another's never",
     "--to-database 的模式名；仅替换本程序所写的模式"},
    {"--fail-under", "RATE", "run", false,
     "exit with 1 when a service covers less than RATE percent",
     "任一服务的覆盖率低于 RATE（百分比）时以 1 退出"},
    {"--osm", "FILE", "matrix circles network", true,
     "roads from an OSM file (.osm, .pbf); may be repeated", "OSM 路网文件（.osm、.pbf）；可重复"},
    {"--roads", "FILE", "matrix circles network", false,
     "roads from a line layer (GeoPackage, Shapefile, ...)",
     "线图层路网（GeoPackage、Shapefile 等）"},
    {"--layer", "NAME", "matrix circles network", false,
     "layer of --roads, where the file has several", "--roads 的图层名（文件有多个图层时）"},
    {"--crs", "EPSG:n", "matrix circles network", false,
     "coordinate system of --roads, where the file does not say; or gcj02, bd09",
     "--roads 的坐标系（文件未注明时）；也可用 gcj02、bd09"},
    {"--class", "COLUMN", "matrix circles network", false, "column of --roads with the road class",
     "--roads 中道路类别所在的列"},
    {"--oneway", "COLUMN", "matrix circles network", false,
     "column of --roads with the one-way sign", "--roads 中单行标志所在的列"},
    {"--speed-limit", "COLUMN", "matrix circles network", false,
     "column of --roads with the speed limit in km/h", "--roads 中限速（公里/小时）所在的列"},
    {"--level", "COLUMN", "matrix circles network", false,
     "column of --roads with the level (0: on the ground)", "--roads 中层级（地面为 0）所在的列"},
    {"--bridge", "COLUMN", "matrix circles network", false,
     "column of --roads that says what is a bridge: no way on to it but at its ends",
     "--roads 中标明桥梁的列：桥上只能从两端出入"},
    {"--tunnel", "COLUMN", "matrix circles network", false, "the same for tunnels",
     "--roads 中标明隧道的列，出入同上"},
    {"--join", "HOW", "matrix circles network", false,
     "ends: lines meet at shared ends; crossings: wherever they cross",
     "ends：仅在公共端点相接；crossings：凡相交处相接"},
    {"--tolerance", "METRES", "matrix circles network", false,
     "ends of --roads nearer than this are one", "--roads 的端点间距小于此值（米）视为同一点"},
    {"--barriers", "FILE[:LAYER]", "matrix circles", false,
     "lines or areas no way to a road may cross, beside those of --osm",
     "步行至道路时不可跨越的线或面（--osm 自带的之外）"},
    {"--from", "FILE[:LAYER]", "matrix", false, "points to start from", "起点图层"},
    {"--to", "FILE[:LAYER]", "matrix", false, "points to reach", "终点图层"},
    {"--from-id", "COLUMN", "matrix", false, "column with the id of a start", "起点编号所在的列"},
    {"--to-id", "COLUMN", "matrix", false, "column with the id of a goal", "终点编号所在的列"},
    {"--from-crs", "EPSG:N", "matrix", false, "coordinate system of --from; or gcj02, bd09",
     "起点图层的坐标系；也可用 gcj02、bd09"},
    {"--to-crs", "EPSG:N", "matrix", false, "coordinate system of --to; or gcj02, bd09",
     "终点图层的坐标系；也可用 gcj02、bd09"},
    {"--at", "LON,LAT", "circles", true, "a place in degrees; may be repeated",
     "一个地点（经纬度）；可重复"},
    {"--places", "FILE[:LAYER]", "circles", false, "or a layer of places: points, lines or areas",
     "或地点图层：点、线或面"},
    {"--id", "COLUMN", "circles", false, "column with the id of a place", "地点编号所在的列"},
    {"--places-crs", "EPSG:N", "circles", false, "coordinate system of --places; or gcj02, bd09",
     "地点图层的坐标系；也可用 gcj02、bd09"},
    {"--what", "WHAT", "circles", false,
     "each (one a place), dissolved, split (by nearest), overlaps, alone, roads",
     "each（逐点）、dissolved（合并）、split（按最近）、overlaps（重叠数）、alone（独有）、roads（"
     "可达道路）"},
    {"--rings", "", "circles", false, "rings between one time and the next, not whole circles",
     "相邻时间之间的环，而非整圈"},
    {"--direction", "to|from", "circles", false, "people come to the place (to), or go from it",
     "前往该地点（to，默认）或从该地点出发（from）"},
    {"--people", "FILE[:LAYER]", "circles", false,
     "points of people, counted by their own travel time", "人口点图层，按各自出行时间统计"},
    {"--count", "COLUMN", "circles", false, "column of --people with their number",
     "--people 中人数所在的列"},
    {"--people-crs", "EPSG:N", "circles", false, "coordinate system of --people; or gcj02, bd09",
     "人口图层的坐标系；也可用 gcj02、bd09"},
    {"--precision", "METRES", "circles", false,
     "how far the drawn line may be off (5); 2 for large scales",
     "绘制误差上限（米，默认 5）；大比例尺可用 2"},
    {"--simplify", "METRES", "circles", false, "make lines plainer, off by as much more at most",
     "简化边界，额外误差上限（米）"},
    {"--out-crs", "EPSG:N", "circles", false, "coordinate system of the result (EPSG:4490)",
     "结果坐标系（默认 EPSG:4490）"},
    {"--access", "METRES", "matrix circles", false, "how far a point may lie from its road (500)",
     "点到道路的最大距离（米，默认 500）"},
    {"--mode", "PROFILE", "matrix circles network", true,
     "how to travel: walk, walk_elderly, wheelchair, bicycle, ebike, motorcycle, car",
     "出行方式：walk、walk_elderly、wheelchair、bicycle、ebike、motorcycle、car"},
    {"--minutes", "N[,N...]", "site matrix circles", false,
     "the longest time, itself included; circles: several", "最长时间（含）；circles 可给多个"},
    {"--allow-database", "", "", false,
     "sources may be tables of PostGIS (PG:service=...), and a reader may connect to it",
     "允许数据源为 PostGIS 表（PG:service=...），读取进程可连接数据库"},
    {"--threads", "N", "", false, "threads to use; every core if not given",
     "线程数；默认用满所有核"},
    {"--max-memory", "SIZE", "", false,
     "never take more memory than this, such as 8GB or 800MB, but end with a sentence",
     "内存上限，例如 8GB、800MB；超过时给出说明并结束"},
    {"--json", "", "", false, "one JSON document on standard output",
     "在标准输出给出一个 JSON 文档"},
    {"--quiet", "", "", false, "no talk but errors", "除错误外不输出提示"},
    {"--no-progress", "", "", false, "no progress line", "不显示进度"},
    {"--lang", "zh|en", "", false, "language; LC_ALL and LANG if not given",
     "语言；默认取自 LC_ALL、LANG"},
    {"--help", "", "", false, "this text", "本说明"},
};

struct VerbText {
  std::string_view name;
  std::string_view what_en, what_zh;
  std::string_view usage;
  std::string_view examples_en, examples_zh;
};

constexpr VerbText kVerbs[] = {
    {"run", "compute the coverage of a study and write the results",
     "计算一个研究的设施覆盖率并写出结果", "run STUDY.toml --out DIR [options]",
     "  lifecircle run study.toml --out results\n"
     "      Coverage rates, gaps and maps into the folder results.\n"
     "  lifecircle run study.toml --out results --fail-under 80 --quiet\n"
     "      For a nightly job: exit code 1 when a service covers less than 80 %.\n"
     "  lifecircle run study.toml --out results --strict --lang zh --format gdb --format shp\n"
     "      Stop at the first row that cannot be used; Chinese titles in the results, the maps as "
     "a\n"
     "      file geodatabase and as Shapefiles.\n",
     "  lifecircle run study.toml --out results\n"
     "      在文件夹 results 中写出覆盖率、缺口和图层。\n"
     "  lifecircle run study.toml --out results --fail-under 80 --quiet\n"
     "      用于夜间任务：任一服务覆盖率低于 80 % 时退出码为 1。\n"
     "  lifecircle run study.toml --out results --strict --lang zh --format gdb --format shp\n"
     "      遇到第一条不可用的行即停止；结果标题为中文，图层写成文件地理数据库和 Shapefile。\n"},
    {"compare", "compare scenarios with the study as it is: rates, who gains, who loses, where",
     "把情景与现状对比：覆盖率、谁新增、谁失去、在哪里",
     "compare STUDY.toml --scenario FILE [--scenario FILE ...] --out DIR [options]",
     "  lifecircle compare study.toml --scenario plan-2025.toml --out compared --report\n"
     "      One table of both, the units that change, a map of the homes that do; as a page too.\n"
     "  lifecircle compare study.toml --scenario north.toml --scenario south.toml --out compared\n"
     "      Two sites in question, side by side.\n"
     "  lifecircle compare study.toml --scenario slow.toml --scenario census.toml --range --out "
     "range\n"
     "      Between which rates it lies if people walk slower, or are as many as the census "
     "says.\n",
     "  lifecircle compare study.toml --scenario plan-2025.toml --out compared --report\n"
     "      一张对比表、有变化的单元、有变化的居住点图层，并写成网页报告。\n"
     "  lifecircle compare study.toml --scenario north.toml --scenario south.toml --out compared\n"
     "      两个备选方案并列对比。\n"
     "  lifecircle compare study.toml --scenario slow.toml --scenario census.toml --range --out "
     "range\n"
     "      若步行更慢、或人口按普查计，覆盖率在什么区间。\n"},
    {"site", "find where to build, with the value, a proven bound and a certificate",
     "选址：给出方案、目标值、已证明的界和证书",
     "site STUDY.toml --out DIR [options]\n"
     "   or: lifecircle site --matrix FILE --demand FILE --sites N --out DIR [options]",
     "  lifecircle site study.toml --out sites\n"
     "      Every [[siting]] of the study: sites, gain curve, what each existing facility is\n"
     "      worth, proofs, and a scenario that adds the sites.\n"
     "  lifecircle site study.toml --siting three_stations --quick --out sites\n"
     "      One of them, in seconds.\n"
     "  lifecircle site --matrix m.csv --demand people.csv --minutes 15 --sites 10 --out sites\n"
     "      The same question in tables, without a map.\n",
     "  lifecircle site study.toml --out sites\n"
     "      研究中的每个 [[siting]]：新建点、收益曲线、各现有设施的边际价值、证书，\n"
     "      以及加入新点的情景文件。\n"
     "  lifecircle site study.toml --siting three_stations --quick --out sites\n"
     "      只算其中一个，数秒完成。\n"
     "  lifecircle site --matrix m.csv --demand people.csv --minutes 15 --sites 10 --out sites\n"
     "      用表格提出同样的问题，不需要地图。\n"},
    {"verify", "hold a proof that site wrote against its tables, by a checker of its own",
     "用独立的检验程序核对 site 写出的证明", "verify PROOF.json [PROOF.json ...] [options]",
     "  lifecircle verify sites/proof_1.json\n"
     "      Accepted or rejected, and why; exit code 1 if rejected.\n"
     "  lifecircle verify sites/proof_1.json sites/proof_2.json\n"
     "      Several at once.\n"
     "  lifecircle verify sites/proof_1.json --json\n"
     "      As a JSON document.\n",
     "  lifecircle verify sites/proof_1.json\n"
     "      通过或不通过及原因；不通过时退出码为 1。\n"
     "  lifecircle verify sites/proof_1.json sites/proof_2.json\n"
     "      一次核对多个。\n"
     "  lifecircle verify sites/proof_1.json --json\n"
     "      输出 JSON 文档。\n"},
    {"check",
     "look for what is wrong with the data of a study, with evidence and the line to write",
     "检查研究数据的问题，给出依据和改法", "check STUDY.toml [options]",
     "  lifecircle check study.toml\n"
     "      Findings, those that concern most people first; exit code 1 if there is one.\n"
     "  lifecircle check study.toml --lang zh --out findings.csv\n"
     "      In Chinese, and as a table for those who mend the data.\n"
     "  lifecircle check study.toml --json\n"
     "      As a JSON document.\n",
     "  lifecircle check study.toml\n"
     "      列出发现的问题，涉及人口多者在前；有问题时退出码为 1。\n"
     "  lifecircle check study.toml --out findings.csv\n"
     "      同时写出表格，交给修正数据的人。\n"
     "  lifecircle check study.toml --json\n"
     "      以 JSON 输出。\n"},
    {"matrix", "write the travel times between two point layers", "写出两个点图层之间的出行时间",
     "matrix (--osm FILE | --roads FILE) --from FILE --to FILE --minutes N --out FILE.csv "
     "[options]",
     "  lifecircle matrix --osm county.osm.pbf --from villages.gpkg --to clinics.gpkg \\\n"
     "      --minutes 30 --out times.csv\n"
     "      Walking times of at most 30 minutes from villages to clinics.\n"
     "  lifecircle matrix --roads roads.gpkg --layer roads --class TYPE --mode car \\\n"
     "      --from towns.csv --to hospitals.csv --minutes 60 --out times.csv\n"
     "      By car, on a road layer whose column TYPE holds the class.\n"
     "  lifecircle matrix --osm county.osm.pbf --from data.gpkg:homes --from-id code \\\n"
     "      --to data.gpkg:schools --to-id code --minutes 15 --out times.csv\n"
     "      Two layers of one file, with ids of their own.\n",
     "  lifecircle matrix --osm county.osm.pbf --from villages.gpkg --to clinics.gpkg \\\n"
     "      --minutes 30 --out times.csv\n"
     "      从村庄到卫生室步行不超过 30 分钟的时间。\n"
     "  lifecircle matrix --roads roads.gpkg --layer roads --class TYPE --mode car \\\n"
     "      --from towns.csv --to hospitals.csv --minutes 60 --out times.csv\n"
     "      驾车，路网图层的 TYPE 列为道路类别。\n"
     "  lifecircle matrix --osm county.osm.pbf --from data.gpkg:homes --from-id code \\\n"
     "      --to data.gpkg:schools --to-id code --minutes 15 --out times.csv\n"
     "      同一文件的两个图层，各有编号列。\n"},
    {"circles", "draw the ground within some minutes of places", "绘制若干分钟可达范围（生活圈）",
     "circles (--osm FILE | --roads FILE) (--at LON,LAT | --places FILE) --minutes N[,N...] \\\n"
     "         --out FILE.gpkg|.geojson|.fgb|.shp|.gdb|.kml|.svg [options]",
     "  lifecircle circles --osm county.osm.pbf --at 106.55,29.56 --minutes 5,10,15 --rings \\\n"
     "      --out rings.geojson\n"
     "      Rings of 5, 10 and 15 minutes on foot round a place.\n"
     "  lifecircle circles --osm county.osm.pbf --places data.gpkg:clinics --id code \\\n"
     "      --minutes 30 --mode walk --mode ebike --people data.gpkg:homes --count people \\\n"
     "      --out circles.gpkg\n"
     "      A circle a clinic, on foot or by e-bike, with the people it reaches.\n"
     "  lifecircle circles --osm county.osm.pbf --places data.gpkg:clinics --minutes 15 \\\n"
     "      --what alone --people data.gpkg:homes --count people --out alone.gpkg\n"
     "      What would be lost, ground and people, if a clinic closed.\n",
     "  lifecircle circles --osm county.osm.pbf --at 106.55,29.56 --minutes 5,10,15 --rings \\\n"
     "      --out rings.geojson\n"
     "      某地点步行 5、10、15 分钟的环。\n"
     "  lifecircle circles --osm county.osm.pbf --places data.gpkg:clinics --id code \\\n"
     "      --minutes 30 --mode walk --mode ebike --people data.gpkg:homes --count people \\\n"
     "      --out circles.gpkg\n"
     "      每个卫生室步行或电动车 30 分钟的生活圈及其覆盖人口。\n"
     "  lifecircle circles --osm county.osm.pbf --places data.gpkg:clinics --minutes 15 \\\n"
     "      --what alone --people data.gpkg:homes --count people --out alone.gpkg\n"
     "      若某卫生室关闭，将失去的范围和人口。\n"},
    {"network", "say what a network is made of; prepare one and keep it; look through one",
     "报告路网的组成；预处理并保存路网；检查已保存的路网",
     "network (--osm FILE | --roads FILE) [options]\n"
     "       lifecircle network build (STUDY.toml | --osm FILE | --roads FILE) [--out FILE] "
     "[options]\n"
     "       lifecircle network check FILE",
     "  lifecircle network --osm county.osm.pbf\n"
     "      Junctions, edges and separate parts for every profile.\n"
     "  lifecircle network build study.toml --out city.network\n"
     "      Prepares the network of a study for all its profiles; run --network city.network uses "
     "it.\n"
     "  lifecircle network check city.network --json\n"
     "      Every byte of such a file against its checksum, and what is in it, as JSON.\n",
     "  lifecircle network --osm county.osm.pbf\n"
     "      各出行方式的路口、路段和不连通部分。\n"
     "  lifecircle network build study.toml --out city.network\n"
     "      为研究的所有出行方式预处理路网；run --network city.network 会直接使用。\n"
     "  lifecircle network check city.network --json\n"
     "      逐字节核对该文件的校验和，并以 JSON 列出其内容。\n"},
    {"standards", "list plans and standards, and explain their indicators",
     "列出计划和标准，解释其指标", "standards [STANDARD] [--indicator CODE] [options]",
     "  lifecircle standards\n"
     "      Every plan and standard there is, and how much of it was verified.\n"
     "  lifecircle standards ningde-2023 --indicator N8\n"
     "      One requirement in full words: the plan's own, how it is read, numerator, "
     "denominator.\n"
     "  lifecircle standards my-plan.toml --json\n"
     "      A file of your own is checked, and its indicators listed as JSON.\n",
     "  lifecircle standards\n"
     "      列出所有计划和标准及其核实情况。\n"
     "  lifecircle standards ningde-2023 --indicator N8\n"
     "      详细解释一项要求：原文、理解、分子、分母。\n"
     "  lifecircle standards my-plan.toml --json\n"
     "      检查您自己的文件，并以 JSON 列出其指标。\n"},
};

const VerbText* verb_text(std::string_view name) {
  const auto* found = std::ranges::find(kVerbs, name, &VerbText::name);
  return found == std::end(kVerbs) ? nullptr : found;
}

std::string option_lines(std::string_view verb, Language language) {
  constexpr std::size_t kColumn = 26;
  std::string text;
  for (const OptionSpec& option : kOptions) {
    const bool common = option.verbs.empty();
    if (verb.empty() ? !common : !belongs_to(option, verb)) continue;
    std::string line = "  " + std::string{option.name};
    if (!option.value.empty()) line += " " + std::string{option.value};
    line += std::string(line.size() < kColumn ? kColumn - line.size() : 1, ' ');
    text += line + std::string{language == Language::zh ? option.help_zh : option.help_en} + "\n";
  }
  return text;
}

constexpr std::string_view kHeadEn =
    "lifecircle: who lives within reach of what\n"
    "\n"
    "Usage: lifecircle VERB [options]\n"
    "\n"
    "Verbs:\n";
constexpr std::string_view kHeadZh =
    "lifecircle（生活圈）：设施覆盖计算\n"
    "\n"
    "用法：lifecircle 动词 [选项]\n"
    "\n"
    "动词：\n";

constexpr std::string_view kTailEn =
    "\n"
    "Exit codes:\n"
    "  0    done\n"
    "  1    done, but a stated check failed (--fail-under), or check found something\n"
    "  2    wrong use of the command line\n"
    "  3    the input is not right\n"
    "  4    a file cannot be read or written\n"
    "  5    a limit was reached (memory, size)\n"
    "  70   a fault of the program itself: please report it\n"
    "  130  interrupted (Ctrl-C); earlier results are untouched\n"
    "\n"
    "Environment: LC_ALL, LC_MESSAGES and LANG choose the language, NO_COLOR switches colours "
    "off.\n"
    "Results go to standard output, everything else to standard error.\n";
constexpr std::string_view kTailZh =
    "\n"
    "退出码：\n"
    "  0    完成\n"
    "  1    完成，但指定的检查未通过（--fail-under），或 check 发现问题\n"
    "  2    命令行用法错误\n"
    "  3    输入数据有误\n"
    "  4    文件无法读取或写入\n"
    "  5    达到限制（内存、大小）\n"
    "  70   程序自身的错误：请报告\n"
    "  130  被中断（Ctrl-C）；原有结果不受影响\n"
    "\n"
    "环境变量：LC_ALL、LC_MESSAGES、LANG 决定语言，NO_COLOR 关闭颜色。\n"
    "结果写到标准输出，其余写到标准错误。\n";

constexpr std::string_view kProgramExamples =
    "  lifecircle run study.toml --out results\n"
    "  lifecircle network --osm county.osm.pbf\n"
    "  lifecircle help run\n";

}  // namespace

std::span<const OptionSpec> option_list() {
  return kOptions;
}

bool belongs_to(const OptionSpec& option, std::string_view verb) {
  if (option.verbs.empty()) return true;
  // Verbs are whole words of a list.
  const std::string all = " " + std::string{option.verbs} + " ";
  return all.find(" " + std::string{verb} + " ") != std::string::npos;
}

const std::vector<std::string>& verb_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const VerbText& verb : kVerbs) all.emplace_back(verb.name);
    return all;
  }();
  return names;
}

std::string program_help(Language language) {
  const bool zh = language == Language::zh;
  std::string text{zh ? kHeadZh : kHeadEn};
  for (const VerbText& verb : kVerbs)
    text += "  " + std::string{verb.name} + std::string(12 - verb.name.size(), ' ') +
            std::string{zh ? verb.what_zh : verb.what_en} + "\n";
  text += "  help VERB   " +
          std::string{zh ? "某个动词的说明和示例" : "options and examples of a verb"};
  text += zh ? "\n\n每个动词都有的选项：\n" : "\n\nOptions of every verb:\n";
  text += option_lines("", language);
  text += zh ? "  --version               版本\n\n示例：\n"
             : "  --version               version\n\nExamples:\n";
  text += kProgramExamples;
  text += zh ? kTailZh : kTailEn;
  return text;
}

std::string verb_help(std::string_view name, Language language) {
  const VerbText* verb = verb_text(name);
  if (verb == nullptr) return program_help(language);
  const bool zh = language == Language::zh;
  std::string text = "lifecircle " + std::string{verb->name} + (zh ? "：" : ": ") +
                     std::string{zh ? verb->what_zh : verb->what_en} + "\n\n";
  text += (zh ? "用法：lifecircle " : "Usage: lifecircle ") + std::string{verb->usage} + "\n\n";
  text += zh ? "选项：\n" : "Options:\n";
  text += option_lines(name, language);
  text += zh ? "\n示例：\n" : "\nExamples:\n";
  text += zh ? verb->examples_zh : verb->examples_en;
  return text;
}

std::optional<std::string> quick_answer(const std::vector<std::string>& words, Language language,
                                        std::string_view version) {
  // After "--" words are names of files, whatever they look like.
  const auto end = std::ranges::find(words, "--");
  const std::vector<std::string> before(words.begin(), end);
  const auto asks = [&](std::string_view word) {
    return std::ranges::find(before, word) != before.end();
  };
  std::vector<std::string> plain;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == "--lang")
      ++i;
    else if (!before[i].starts_with("-"))
      plain.push_back(before[i]);
  }
  const auto is_verb = [](const std::string& word) { return verb_text(word) != nullptr; };
  if (asks("--version")) return "lifecircle " + std::string{version} + "\n";
  if (asks("--help") || asks("-h")) {
    const auto verb = std::ranges::find_if(plain, is_verb);
    // Who misspells a verb is told so.
    if (verb == plain.end() && !plain.empty() && plain.front() == words.front() &&
        plain.front() != "help")
      return std::nullopt;
    return verb == plain.end() ? program_help(language) : verb_help(*verb, language);
  }
  if (words.empty()) return program_help(language);
  if (!plain.empty() && plain.front() == "help") {
    if (plain.size() == 1) return program_help(language);
    if (plain.size() == 2 && is_verb(plain[1])) return verb_help(plain[1], language);
  }
  return std::nullopt;
}

Language language_of(const std::vector<std::string>& words, Language otherwise) {
  Language language = otherwise;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    std::string_view value;
    if (words[i] == "--lang" && i + 1 < words.size())
      value = words[i + 1];
    else if (words[i].starts_with("--lang="))
      value = std::string_view{words[i]}.substr(7);
    if (value == "zh") language = Language::zh;
    if (value == "en") language = Language::en;
  }
  return language;
}

}  // namespace lifecircle

#include "tests/tools/wrong_uses.hpp"

namespace lifecircle::test {

const std::vector<WrongCommandLine>& wrong_command_lines() {
  static const std::vector<WrongCommandLine> all{
      {"a verb misspelt", {"netwrok", "--osm", "a.osm"}},
      {"a verb that means nothing", {"fly"}},
      {"help for a verb that is not there", {"help", "runn"}},
      {"options but no verb", {"--quiet"}},
      {"an unknown option before the verb", {"--verbose", "run", "s.toml"}},
      {"an option misspelt", {"run", "s.toml", "--ouput", "o"}},
      {"an option of another verb", {"run", "s.toml", "--out", "o", "--minutes", "15"}},
      {"an option far from all", {"network", "--osm", "a.osm", "--zzzzzzzz"}},
      {"a short option", {"run", "s.toml", "-o", "o"}},
      {"no study", {"run", "--out", "o"}},
      {"two studies", {"run", "a.toml", "b.toml", "--out", "o"}},
      {"no folder", {"run", "s.toml"}},
      {"a folder without a name", {"run", "s.toml", "--out"}},
      {"a folder with an empty name", {"run", "s.toml", "--out", ""}},
      {"an option where a value should be", {"run", "s.toml", "--out", "--strict"}},
      {"two folders", {"run", "s.toml", "--out", "a", "--out", "b"}},
      {"a flag with a value", {"run", "s.toml", "--out", "o", "--strict=maybe"}},
      {"a rate that is no number", {"run", "s.toml", "--out", "o", "--fail-under", "most"}},
      {"a rate above 100", {"run", "s.toml", "--out", "o", "--fail-under", "101"}},
      {"a rate with a percent sign", {"run", "s.toml", "--out", "o", "--fail-under", "80%"}},
      {"no threads", {"network", "--osm", "a.osm", "--threads", "0"}},
      {"less than no threads", {"network", "--osm", "a.osm", "--threads=-2"}},
      {"half a thread", {"network", "--osm", "a.osm", "--threads", "1.5"}},
      {"a memory without a unit", {"network", "--osm", "a.osm", "--max-memory", "800"}},
      {"a language that is not there", {"network", "--osm", "a.osm", "--lang", "fr"}},
      {"a study that is not there", {"run", "no/such/study.toml", "--out", "o"}},
      {"a folder as a study", {"run", "/tmp", "--out", "o"}},
      {"a device as a study", {"run", "/dev/null", "--out", "o"}},
      {"sites of nothing", {"site", "--out", "o"}},
      {"sites of a study and of tables", {"site", "s.toml", "--matrix", "m.csv", "--out", "o"}},
      {"sites without who counts", {"site", "--matrix", "m.csv", "--sites", "3", "--out", "o"}},
      {"sites without a number", {"site", "--matrix", "m.csv", "--demand", "d.csv", "--out", "o"}},
      {"half a site",
       {"site", "--matrix", "m.csv", "--demand", "d.csv", "--sites", "1.5", "--out", "o"}},
      {"an aim that is none",
       {"site", "--matrix", "m.csv", "--demand", "d.csv", "--aim", "fewest", "--out", "o"}},
      {"a number of sites for all",
       {"site", "--matrix", "m.csv", "--demand", "d.csv", "--aim", "cover_all", "--sites", "3",
        "--out", "o"}},
      {"a table beside a study", {"site", "s.toml", "--demand", "d.csv", "--out", "o"}},
      {"a scenario of tables",
       {"site", "--matrix", "m.csv", "--demand", "d.csv", "--sites", "3", "--scenario", "s.toml",
        "--out", "o"}},
      {"a matrix that is not there",
       {"site", "--matrix", "no/m.csv", "--demand", "no/d.csv", "--sites", "3", "--out", "/tmp/o"}},
      {"nothing to verify", {"verify"}},
      {"a proof that is not there", {"verify", "no/proof_1.json"}},
      {"no roads", {"network"}},
      {"two kinds of roads", {"network", "--osm", "a.osm", "--roads", "r.gpkg"}},
      {"a layer of an OSM file", {"network", "--osm", "a.osm", "--layer", "lines"}},
      {"a layer as OSM", {"network", "--osm", "roads.gpkg"}},
      {"OSM as a layer", {"network", "--roads", "a.osm.pbf"}},
      {"an unknown way to join", {"network", "--roads", "r.gpkg", "--join", "everywhere"}},
      {"something else to do with a network", {"network", "bild", "s.toml"}},
      {"a network built of nothing", {"network", "build"}},
      {"a network built of a study and of roads", {"network", "build", "s.toml", "--osm", "a.osm"}},
      {"a network built twice over",
       {"network", "build", "s.toml", "--out", "a.network", "--cache", "b"}},
      {"a network built of a study that is not there",
       {"network", "build", "no/such/study.toml", "--out", "a.network"}},
      {"a network kept nowhere", {"network", "build", "--osm", "a.osm"}},
      {"a prepared network where there is none to use",
       {"network", "--osm", "a.osm", "--network", "a"}},
      {"a prepared network that is not there",
       {"matrix", "--osm", "a.osm", "--from", "a.csv", "--to", "b.csv", "--minutes", "30", "--out",
        "no_times.csv", "--network", "no/such.network"}},
      {"no network to check", {"network", "check"}},
      {"two networks to check", {"network", "check", "a.network", "b.network"}},
      {"a network to check that is not there", {"network", "check", "no/such/a.network"}},
      {"a network checked for one profile", {"network", "check", "a.network", "--mode", "walk"}},
      {"a report on a network kept", {"network", "--osm", "a.osm", "--out", "a.network"}},
      {"a tolerance below zero", {"network", "--roads", "r.gpkg", "--tolerance=-1"}},
      {"an unknown profile", {"network", "--osm", "a.osm", "--mode", "wlak"}},
      {"a profile as a path", {"network", "--osm", "a.osm", "--mode", "../../etc/passwd"}},
      {"findings in a geodatabase", {"check", "s.toml", "--out", "findings.gdb"}},
      {"circles of no place", {"circles", "--osm", "a.osm", "--minutes", "5", "--out", "o.gpkg"}},
      {"circles of two kinds of places",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--places", "p.gpkg", "--minutes", "5", "--out",
        "o.gpkg"}},
      {"circles of no time", {"circles", "--osm", "a.osm", "--at", "1,2", "--out", "o.gpkg"}},
      {"a circle of a word",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--minutes", "5,ten", "--out", "o.gpkg"}},
      {"a circle of no minutes",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--minutes", "0,5", "--out", "o.gpkg"}},
      {"circles of an unknown kind",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--minutes", "5", "--what", "hulls", "--out",
        "o.gpkg"}},
      {"circles in an unknown format",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--minutes", "5", "--out", "o.docx"}},
      {"an id of no layer",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--id", "code", "--minutes", "5", "--out",
        "o.gpkg"}},
      {"a count of no people",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--count", "n", "--minutes", "5", "--out",
        "o.gpkg"}},
      {"rings of a split",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--what", "split", "--rings", "--minutes", "5",
        "--out", "o.gpkg"}},
      {"people of roads",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--what", "roads", "--people", "h.gpkg",
        "--minutes", "5", "--out", "o.gpkg"}},
      {"a direction that is none",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--direction", "up", "--minutes", "5", "--out",
        "o.gpkg"}},
      {"a precision of nothing",
       {"circles", "--osm", "a.osm", "--at", "1,2", "--precision", "0", "--minutes", "5", "--out",
        "o.gpkg"}},
      {"a matrix from nowhere",
       {"matrix", "--osm", "a.osm", "--to", "t.gpkg", "--minutes", "5", "--out", "o.csv"}},
      {"a matrix to nowhere",
       {"matrix", "--osm", "a.osm", "--from", "t.gpkg", "--minutes", "5", "--out", "o.csv"}},
      {"a matrix without a limit",
       {"matrix", "--osm", "a.osm", "--from", "a", "--to", "b", "--out", "o.csv"}},
      {"a matrix of no minutes",
       {"matrix", "--osm", "a.osm", "--from", "a", "--to", "b", "--out", "o", "--minutes", "0"}},
      {"a matrix of endless minutes",
       {"matrix", "--osm", "a.osm", "--from", "a", "--to", "b", "--out", "o", "--minutes", "inf"}},
      {"a matrix of two modes",
       {"matrix", "--osm", "a.osm", "--from", "a", "--to", "b", "--out", "o", "--minutes", "5",
        "--mode", "walk", "--mode", "car"}},
      {"a standard misspelt", {"standards", "ninde-2023"}},
      {"a standard that is not there", {"standards", "xx"}},
      {"two standards", {"standards", "ningde-2023", "zhengning-2022"}},
      {"a file of a standard that is not there", {"standards", "my-plan.toml"}},
      {"an indicator of no standard", {"standards", "--indicator", "N8"}},
      {"an indicator that is not there", {"standards", "ningde-2023", "--indicator", "N99"}},
      {"an indicator of another plan", {"standards", "ningde-2023", "--indicator", "Z4-a"}},
      {"a study as a standard", {"standards", "--out", "o"}},
      {"a name that would steer a terminal", {"run", "a\x1b[2Jb.toml", "--out", "o"}},
  };
  return all;
}

const std::string& good_study() {
  static const std::string study = R"([study]
name = "Town"
crs = "EPSG:4490"
unit_shares = [100, 50]

[network]
[[network.roads]]
file = "roads.gpkg"
layer = "roads"
class = "class"
modes = ["foot", "car"]
[[network.osm]]
file = "county.osm.pbf"

[barriers]
osm = true

[units]
file = "units.gpkg"
code = "code"
setting = "setting"

[[people]]
file = "homes.gpkg"
people = "people"
groups = { elderly = "over60" }
unit = "code"

[[facilities]]
kind = "clinic"
file = "county.osm.pbf"
osm = ["amenity=clinic"]

[[services]]
name = "clinic"
kinds = ["clinic"]
modes = ["walk"]
minutes = 15
scope = "town"

[[groups]]
measure = "elderly"
instead = { walk = "walk_elderly" }

[access]
town_m = 300

[profiles.walk.speed]
steps = 2.5
)";
  return study;
}

const std::vector<WrongStudy>& wrong_studies() {
  static const std::vector<WrongStudy> all{
      {"text without quotes", "name = \"Town\"", "name = Town"},
      {"a quote left open", "name = \"Town\"", "name = \"Town"},
      {"a key twice", "minutes = 15", "minutes = 15\nminutes = 16"},
      {"not UTF-8", "Town", "\xcf\xe7\xb4\xe5"},
      {"Chinese punctuation", "minutes = 15", "minutes = 15。"},
      {"a table head that is none", "[access]", "[ =access]"},
      {"an unknown section", "[access]", "[acess]"},
      {"a section far from all", "[access]", "[zoology]"},
      {"an unknown key", "minutes = 15", "minuts = 15"},
      {"a key far from all", "minutes = 15", "minutes = 15\ncolour = \"red\""},
      {"no network", "[network]\n[[network.roads]]", "[networks]\n[[networks.roads]]"},
      {"an empty network",
       "[[network.roads]]\nfile = \"roads.gpkg\"\nlayer = \"roads\"\nclass = \"class\"\nmodes = "
       "[\"foot\", \"car\"]\n[[network.osm]]\nfile = \"county.osm.pbf\"\n",
       ""},
      {"no services",
       "[[services]]\nname = \"clinic\"\nkinds = [\"clinic\"]\nmodes = [\"walk\"]\nminutes = "
       "15\nscope = \"town\"\n",
       ""},
      {"services in the wrong place",
       "[[services]]\nname = \"clinic\"\nkinds = [\"clinic\"]\nmodes = [\"walk\"]\nminutes = "
       "15\nscope = \"town\"\n",
       "[study.services]\n"},
      {"a file that is not there", "file = \"homes.gpkg\"", "file = \"houses.gpkg\""},
      {"a file far from all", "file = \"homes.gpkg\"", "file = \"elsewhere/q.shp\""},
      {"an address of the net", "file = \"homes.gpkg\"",
       "file = \"http://example.org/homes.gpkg\""},
      {"sites of no service", "[access]",
       "[[siting]]\nservice = \"hospital\"\nsites = 3\n[[siting.candidates]]\nspacing = "
       "300\n[access]"},
      {"sites without a number", "[access]",
       "[[siting]]\nservice = \"clinic\"\n[[siting.candidates]]\nspacing = 300\n[access]"},
      {"sites without candidates", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\n[access]"},
      {"candidates from nowhere", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\n[[siting.candidates]]\ncost = 3\n[access]"},
      {"candidates of a kind there is none of", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\n[[siting.candidates]]\nkind = "
       "\"shop\"\n[access]"},
      {"candidates too near", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\n[[siting.candidates]]\nspacing = 1\n[access]"},
      {"an aim of sites that is none", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\naim = "
       "\"most\"\n[[siting.candidates]]\nspacing = 300\n[access]"},
      {"a number of sites for all", "[access]",
       "[[siting]]\nservice = \"clinic\"\naim = \"cover_all\"\nsites = "
       "3\n[[siting.candidates]]\nspacing = 300\n[access]"},
      {"an order of sites for time", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\naim = \"least_time\"\norder = "
       "[\"people\"]\n[[siting.candidates]]\nspacing = 300\n[access]"},
      {"weights and an order", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\norder = [\"people\"]\nweights = { people = 2 "
       "}\n[[siting.candidates]]\nspacing = 300\n[access]"},
      {"a weight of nothing", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\nweights = { people = 0 "
       "}\n[[siting.candidates]]\nspacing = 300\n[access]"},
      {"weights of nobody", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\nweights = {}\n[[siting.candidates]]\nspacing "
       "= "
       "300\n[access]"},
      {"surroundings without supply", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\nsurroundings = "
       "\"beds\"\n[[siting.candidates]]\nspacing = 300\n[access]"},
      {"closings where all stay", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\nclosings = 2\n[[siting.candidates]]\nspacing "
       "= 300\n[access]"},
      {"columns of candidates that have none", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\n[[siting.candidates]]\nspacing = "
       "300\nrequired = \"must\"\n[access]"},
      {"ground of no priority", "[access]",
       "[[siting]]\nservice = \"clinic\"\nsites = 3\n[[siting.candidates]]\nspacing = "
       "300\n[[siting.areas]]\nfile = \"homes.gpkg\"\n[access]"},
      {"a source without a file", "file = \"homes.gpkg\"\n", ""},
      {"a file that is a number", "file = \"homes.gpkg\"", "file = 7"},
      {"an empty name of a file", "file = \"homes.gpkg\"", "file = \"\""},
      {"a coordinate system that is none", "crs = \"EPSG:4490\"", "crs = \"CGCS2000\""},
      {"results in GCJ-02", "crs = \"EPSG:4490\"", "crs = \"gcj02\""},
      {"axes that are none", "file = \"homes.gpkg\"", "file = \"homes.gpkg\"\naxes = \"yx\""},
      {"shares above 100", "unit_shares = [100, 50]", "unit_shares = [150]"},
      {"shares that are words", "unit_shares = [100, 50]", "unit_shares = [\"all\"]"},
      {"a year in quotes", "crs =", "year = \"2025\"\ncrs ="},
      {"a year of nothing", "crs =", "year = 2025\ncrs ="},
      {"planned facilities without a year", "osm = [\"amenity=clinic\"]",
       "osm = [\"amenity=clinic\"]\nopens = \"opening_date\""},
      {"a region of facilities that is none", "crs =", "facility_region = \"mine\"\ncrs ="},
      {"a mode of roads that is none", "modes = [\"foot\", \"car\"]", "modes = [\"feet\"]"},
      {"a way to join that is none", "class = \"class\"", "class = \"class\"\njoin = \"all\""},
      {"a gate farther than nowhere", "[access]",
       "[[gates]]\nfile = \"g.csv\"\nwithin = -5\n[access]"},
      {"a tolerance of a kilometre", "class = \"class\"", "class = \"class\"\ntolerance = 1000"},
      {"backward without forward", "class = \"class\"",
       "class = \"class\"\nbackward_seconds = \"b\""},
      {"OSM as a road layer", "file = \"roads.gpkg\"\nlayer = \"roads\"",
       "file = \"county.osm.pbf\""},
      {"a layer as an OSM network", "[[network.osm]]\nfile = \"county.osm.pbf\"",
       "[[network.osm]]\nfile = \"homes.gpkg\""},
      {"barriers from an OSM file that is not there",
       "[[network.osm]]\nfile = \"county.osm.pbf\"\n", ""},
      {"barriers as a word", "osm = true", "osm = \"yes\""},
      {"units without a code", "code = \"code\"\nsetting", "setting"},
      {"half a pair of coordinates", "code = \"code\"\nsetting",
       "code = \"code\"\npoint_x = \"x\"\nsetting"},
      {"a unit column without units",
       "[units]\nfile = \"units.gpkg\"\ncode = \"code\"\nsetting = \"setting\"\n", ""},
      {"groups as a text", "groups = { elderly = \"over60\" }", "groups = \"over60\""},
      {"a group whose column is a number", "groups = { elderly = \"over60\" }",
       "groups = { elderly = 60 }"},
      {"a group called people", "groups = { elderly = \"over60\" }",
       "groups = { people = \"over60\" }"},
      {"a group that counts twice", "unit = \"code\"", "counts = { elderly = \"n\" }"},
      {"people spread like butter", "unit = \"code\"", "spread = \"butter\""},
      {"people spread over no buildings", "unit = \"code\"", "spread = \"buildings\""},
      {"places spread over an area", "people = \"people\"", "spread = \"area\""},
      {"a raster with a column", "file = \"homes.gpkg\"", "raster = \"pop.tif\""},
      {"a choice of rows that is a date", "unit = \"code\"", "where = { day = 2020-01-01 }"},
      {"OSM without tags", "osm = [\"amenity=clinic\"]", ""},
      {"OSM with a layer", "osm = [\"amenity=clinic\"]",
       "osm = [\"amenity=clinic\"]\nlayer = \"points\""},
      {"tags of a layer", "unit = \"code\"", "osm = [\"place=village\"]"},
      {"tags that are none", "osm = [\"amenity=clinic\"]", "osm = [\"=clinic\"]"},
      {"no tags at all", "osm = [\"amenity=clinic\"]", "osm = []"},
      {"entrances of facilities without ids", "\n[[services]]",
       "[[facilities]]\nkind = \"gym\"\nfile = \"homes.gpkg\"\nentrances = { file = "
       "\"units.gpkg\", facility = \"id\" }\n\n[[services]]"},
      {"minutes of zero", "minutes = 15", "minutes = 0"},
      {"minutes below zero", "minutes = 15", "minutes = -15"},
      {"minutes without end", "minutes = 15", "minutes = inf"},
      {"minutes that are no number", "minutes = 15", "minutes = nan"},
      {"minutes in quotes", "minutes = 15", "minutes = \"15\""},
      {"minutes too small to count", "minutes = 15", "minutes = 1e-9"},
      {"minutes of a month", "minutes = 15", "minutes = 43200"},
      {"a kind without facilities", "kinds = [\"clinic\"]", "kinds = [\"clinics\"]"},
      {"no kinds", "kinds = [\"clinic\"]", "kinds = []"},
      {"a kind twice", "kinds = [\"clinic\"]", "kinds = [\"clinic\", \"clinic\"]"},
      {"a mode without a profile", "modes = [\"walk\"]", "modes = [\"walking\"]"},
      {"a mode as a path", "modes = [\"walk\"]", "modes = [\"../walk\"]"},
      {"a scope that is none", "scope = \"town\"", "scope = \"city\""},
      {"a scope without settings", "setting = \"setting\"\n", ""},
      {"a direction that is none", "scope = \"town\"", "direction = \"back\""},
      {"two services of one name", "[[groups]]",
       "[[services]]\nname = \"clinic\"\nkinds = [\"clinic\"]\nmodes = [\"car\"]\nminutes = "
       "10\n[[groups]]"},
      {"a service without a name", "name = \"clinic\"\n", ""},
      {"a measure that nobody counts", "measure = \"elderly\"", "measure = \"elders\""},
      {"a mode that no service uses", "instead = { walk", "instead = { car"},
      {"a profile for a group that is not there", "\"walk_elderly\"", "\"walk_eldery\""},
      {"two entries for a group", "[access]",
       "[[groups]]\nmeasure = \"elderly\"\ninstead = { walk = \"wheelchair\" }\n[access]"},
      {"a negative access limit", "town_m = 300", "town_m = -300"},
      {"an access limit of a hundred kilometres", "town_m = 300", "town_m = 100000"},
      {"a speed of zero", "steps = 2.5", "steps = 0"},
      {"a speed that is a word", "steps = 2.5", "steps = \"slow\""},
      {"a value of a profile that is none", "[profiles.walk.speed]", "[profiles.walk.speeds]"},
      {"a new profile without a base", "[profiles.walk.speed]", "[profiles.sedan.speed]"},
      {"a profile that is a number", "[profiles.walk.speed]\nsteps = 2.5",
       "[profiles]\nwalk = 4.8"},
      {"circles of no service", "[access]", "[circles]\nservices = [\"clinics\"]\n[access]"},
      {"circles beyond the services", "[access]", "[circles]\nminutes = [5, 30]\n[access]"},
      {"circles at one time twice", "[access]", "[circles]\nminutes = [5, 5]\n[access]"},
      {"circles to the millimetre", "[access]", "[circles]\ntolerance = 0.001\n[access]"},
      {"circles with a key misspelt", "[access]", "[circles]\ntolerence = 2\n[access]"},
      {"land without a name", "[access]", "[[land]]\nfile = \"units.gpkg\"\n[access]"},
      {"a profile beside a mode that nobody uses", "crs =", "beside = { car = \"walk\" }\ncrs ="},
  };
  return all;
}

}  // namespace lifecircle::test

#include "tools/lifecircle/siting_proof.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "algorithms/siting/core.hpp"
#include "io/read/siting_tables.hpp"
#include "io/read/text.hpp"
#include "io/read/toml.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/csv.hpp"
#include "io/write/sha256.hpp"

namespace lifecircle {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr const char* kAims[] = {"cover_all", "cover_most", "least_time", "least_worst"};
constexpr const char* kStandings[] = {"choice", "kept", "required", "forbidden"};
/// Of the files: 2 since sites have room and the answer tells their ids.
constexpr int kVersion = 2;
constexpr const char* kBom = "\xEF\xBB\xBF";
/// A certificate of a city of 100,000 places is 2 MB.
constexpr std::uintmax_t kMostCertificate = std::uintmax_t{1} << 30;

std::string cell(const std::string& text) {
  return csv_cell(clean_text(text));
}

/// What a reader of the table gets from such a cell.
std::string as_read_back(const std::string& text) {
  std::string written = cell(text), plain;
  if (written.starts_with('"'))
    for (std::size_t i = 1; i + 1 < written.size(); ++i) {
      plain += written[i];
      if (written[i] == '"') ++i;  // of a pair
    }
  else
    plain = std::move(written);
  return std::string{trimmed(plain)};
}

std::string matrix_of(const siting::Relation& relation) {
  std::string text = std::string{kBom} + "candidate,demand,seconds\r\n";
  for (std::size_t c = 0; c < relation.candidates(); ++c)
    for (const siting::Pair& pair : relation.of_candidate(c))
      fmt::format_to(std::back_inserter(text), "{},{},{}.{:03}\r\n", c, pair.other,
                     pair.time.ticks() / 1000, pair.time.ticks() % 1000);
  return text;
}

std::string in_thousandths(std::int64_t amount) {
  return fmt::format("{}.{:03}", amount / 1000, amount % 1000);
}

std::string demand_of(const SitingProof& proof) {
  std::string text = std::string{kBom} + "id,place,units" + (proof.rooms ? ",load" : "") + "\r\n";
  for (std::size_t d = 0; d < proof.demands.size(); ++d) {
    fmt::format_to(std::back_inserter(text), "{},{},{}", d, cell(proof.demands[d].id),
                   proof.problem->weight[d]);
    if (proof.rooms) text += "," + in_thousandths((*proof.rooms->load)[d]);
    text += "\r\n";
  }
  return text;
}

std::string candidates_of(const SitingProof& proof) {
  const siting::Problem& p = *proof.problem;
  std::string text = std::string{kBom} + "id,place,name,standing" +
                     (p.cost.empty() ? "" : ",cost") + (p.existing.empty() ? "" : ",existing") +
                     (proof.rooms ? ",room" : "") + "\r\n";
  for (std::size_t c = 0; c < proof.candidates.size(); ++c) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{}", c, cell(proof.candidates[c].id),
                   cell(proof.candidates[c].name),
                   kStandings[static_cast<std::size_t>(p.standing_of(c))]);
    if (!p.cost.empty()) text += "," + in_thousandths(p.cost[c]);
    if (!p.existing.empty()) text += p.existing[c] != 0 ? ",1" : ",0";
    if (proof.rooms) text += "," + in_thousandths((*proof.rooms->room)[c]);
    text += "\r\n";
  }
  return text;
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json question_of(const siting::Problem& p) {
  return {{"aim", kAims[static_cast<std::size_t>(p.aim)]},
          {"limit_ms", p.limit.is_never() ? Json(nullptr) : Json(p.limit.ticks())},
          {"sites", or_null(p.sites)},
          {"budget_thousandths", or_null(p.budget)},
          {"closings", or_null(p.closings)},
          {"once", p.once},
          {"twice", p.twice},
          {"far_ms", p.far.is_never() ? Json(nullptr) : Json(p.far.ticks())}};
}

/// What stands at a key, if it is of that kind.
template <class T>
std::optional<T> taken(const Json& from, const char* key) {
  const auto at = from.find(key);
  if (at == from.end() || !at->is_number_integer()) return std::nullopt;
  if (at->is_number_unsigned() &&
      at->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<T>::max()))
    return std::nullopt;
  const auto value = at->get<std::int64_t>();
  if (value < 0 || value > static_cast<std::int64_t>(std::numeric_limits<T>::max()))
    return std::nullopt;
  return static_cast<T>(value);
}

bool take_question(const Json& from, siting::Problem& p) {
  if (!from.contains("aim") || !from["aim"].is_string()) return false;
  const auto aim = std::ranges::find(kAims, from["aim"].get<std::string>());
  const auto once = taken<std::int64_t>(from, "once"), twice = taken<std::int64_t>(from, "twice");
  if (aim == std::end(kAims) || !once || !twice || *twice > *once || *once > 1'000'000)
    return false;
  p.aim = static_cast<siting::Aim>(aim - std::begin(kAims));
  p.once = *once;
  p.twice = *twice;
  for (const char* key : {"limit_ms", "sites", "closings", "budget_thousandths", "far_ms"})
    if (!from.contains(key) || !(from[key].is_null() || taken<std::int64_t>(from, key)))
      return false;
  if (const auto ms = taken<Duration::Ticks>(from, "limit_ms")) p.limit = Duration::from_ticks(*ms);
  if (const auto ms = taken<Duration::Ticks>(from, "far_ms")) p.far = Duration::from_ticks(*ms);
  p.sites = taken<std::uint32_t>(from, "sites");
  p.budget = taken<std::int64_t>(from, "budget_thousandths");
  p.closings = taken<std::uint32_t>(from, "closings");
  return from["sites"].is_null() == !p.sites && from["closings"].is_null() == !p.closings &&
         from["far_ms"].is_null() == p.far.is_never();
}

Error not_a_proof(const std::string& path, const std::string& what) {
  return {Fault::input, "verify_not_a_proof", path, {what}};
}

/// Whether all sums stay within what is counted in: strangers' numbers may not.
bool is_countable(const siting::Problem& p, const SitingTables& t) {
  constexpr siting::Wide kMost = siting::Wide{1} << 60;
  siting::Wide each = p.once + p.twice, sum = 0;
  if (p.aim == siting::Aim::least_time) {
    each = p.far.ticks();
    // Whom nobody reaches is not better off than whom somebody does.
    for (const TimeBetween& row : t.rows)
      if (row.time <= p.limit && row.time > p.far) return false;
  }
  for (const std::int64_t w : p.weight)
    if ((sum += siting::Wide{w} * each) > kMost) return false;
  sum = 0;
  for (const std::int64_t cost : p.cost)
    if ((sum += cost) > kMost) return false;
  if (p.budget && *p.budget > kMost) return false;
  if (!t.room.empty() && p.twice != 0) return false;
  sum = 0;
  for (const std::int64_t load : t.load)
    if ((sum += load) > kMost) return false;
  return true;
}

/// Whether the answer of the first file is the one its certificate proves.
bool tells_the_same(const Json& document, const VerifiedProof& proven) {
  const auto said = document.find("answer");
  if (said == document.end() || !said->is_object()) return false;
  const auto is = [&](const char* key, const Json& value) {
    return said->contains(key) && (*said)[key] == value;
  };
  return is("feasible", proven.feasible) && is("sites", proven.sites) &&
         is("site_ids", proven.site_ids) &&
         (!proven.feasible || (is("value", proven.value) && is("bound", proven.bound)));
}

/// A file beside the proof, whose bytes are those it was written with.
Result<std::string> file_beside(const std::string& proof, const Json& files, const char* key) {
  const auto at = files.find(key);
  const auto is_text = [&](const char* name) {
    return at->contains(name) && (*at)[name].is_string();
  };
  if (at == files.end() || !at->is_object() || !is_text("file") || !is_text("sha256"))
    return not_a_proof(proof, key);
  const auto name = (*at)["file"].get<std::string>();
  if (name.empty() || name.find('/') != std::string::npos || name.front() == '.')
    return not_a_proof(proof, name);
  const std::string path = (fs::path{proof}.parent_path() / name).string();
  const auto sum = sha256_of(path);
  if (!sum) return sum.error();
  if (sum.value() != (*at)["sha256"].get<std::string>())
    return Error{Fault::input, "verify_other_file", path, {proof}};
  return path;
}

Result<std::string> text_of(const std::string& path) {
  std::error_code failed;
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed || size > kMostCertificate) return not_a_proof(path, "certificate");
  std::ifstream in{path, std::ios::binary};
  std::string text(size, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(size)))
    return not_a_proof(path, "certificate");
  return text;
}

}  // namespace

Result<Done> write_siting_proof(Outputs& out, const std::string& name, const SitingProof& proof) {
  Json files = Json::object();
  const auto write = [&](const char* key, const std::string& file,
                         const std::string& bytes) -> Result<Done> {
    Sha256 sum;
    sum.add(bytes);
    files[key] = {{"file", file}, {"sha256", sum.hex()}};
    return out.text(file, bytes);
  };
  if (auto done = write("matrix", name + "_matrix.csv", matrix_of(*proof.relation)); !done)
    return done;
  if (auto done = write("demand", name + "_demand.csv", demand_of(proof)); !done) return done;
  if (auto done = write("candidates", name + "_candidates.csv", candidates_of(proof)); !done)
    return done;
  if (auto done = write("certificate", name + "_certificate.txt",
                        proof.rooms ? siting::to_text(*proof.rooms->answer)
                                    : siting::to_text(proof.solved->certificate));
      !done)
    return done;
  const siting::Answer& answer = proof.solved->answer;
  Json ids = Json::array();
  for (const std::uint32_t c : answer.sites) ids.push_back(as_read_back(proof.candidates[c].id));
  Json said = {{"feasible", answer.feasible},
               {"sites", answer.sites},
               {"site_ids", std::move(ids)},
               {"value", answer.value},
               {"bound", answer.bound},
               {"bound_by_solver", or_null(answer.bound_by_solver)},
               {"stopped_by_clock", proof.solved->cut}};
  const Json document{{"lifecircle_siting_proof", kVersion},
                      {"about", proof.about},
                      {"question", question_of(*proof.problem)},
                      {"files", std::move(files)},
                      {"answer", std::move(said)}};
  return out.text(name + ".json",
                  document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<VerifiedProof> verify_siting_proof(const std::string& path) {
  const auto bytes = read_small_file(path);
  if (!bytes) return bytes.error();
  // Deep nests of strangers would use up the stack when they are taken down.
  constexpr int kDeepest = 16;
  bool is_deep = false;
  const Json document = Json::parse(
      bytes.value(),
      [&](int depth, Json::parse_event_t, Json&) {
        is_deep = is_deep || depth > kDeepest;
        return !is_deep;
      },
      false);
  if (is_deep) return not_a_proof(path, "lifecircle_siting_proof");
  if (!document.is_object() || document.value("lifecircle_siting_proof", Json{}) != kVersion ||
      !document.contains("question") || !document["question"].is_object() ||
      !document.contains("files") || !document["files"].is_object())
    return not_a_proof(path, "lifecircle_siting_proof");
  VerifiedProof verified;
  if (!take_question(document["question"], verified.problem)) return not_a_proof(path, "question");
  if (document.contains("about")) verified.about = document["about"];

  std::map<std::string, std::string> files;
  for (const char* key : {"matrix", "demand", "candidates", "certificate"}) {
    auto file = file_beside(path, document["files"], key);
    if (!file) return file.error();
    files[key] = std::move(file).value();
  }
  Problems problems;
  const auto tables =
      read_siting_tables({files["matrix"], false, files["demand"], files["candidates"]}, problems);
  if (!tables) return tables.error();
  if (!problems.empty())
    return Error{Fault::input,
                 "verify_bad_table",
                 problems.list().front().file,
                 {say(problems.list().front().key, Language::en, problems.list().front().args)}};
  const SitingTables& t = tables.value();
  verified.problem.weight = t.weight;
  verified.problem.cost = t.cost;
  verified.problem.existing = t.existing;
  for (const TableStanding standing : t.standing)
    verified.problem.standing.push_back(static_cast<siting::Standing>(standing));
  if (!is_countable(verified.problem, t)) return not_a_proof(path, "units");
  const auto text = text_of(files["certificate"]);
  if (!text) return text.error();
  const siting::Relation relation{t.candidate.size(), t.demand.size(), t.rows};
  const auto take = [&](const auto& of) {
    verified.feasible = of.feasible;
    if (!of.feasible) return;  // of what is impossible nothing else is proven
    verified.sites = of.sites;
    verified.value = of.value;
    verified.bound = of.bound;
  };
  verified.has_rooms = !t.room.empty();
  if (verified.has_rooms) {
    siting::RoomAnswer given;
    const bool of_rooms = verified.problem.aim == siting::Aim::cover_most ||
                          verified.problem.aim == siting::Aim::least_time;
    if (!of_rooms || !siting::from_text(text.value(), given))
      return not_a_proof(files["certificate"], "certificate");
    verified.flaw = siting::check_room(relation, {verified.problem, t.load, t.room}, given);
    take(given.answer);
  } else {
    siting::Certificate certificate;
    if (!siting::from_text(text.value(), certificate))
      return not_a_proof(files["certificate"], "certificate");
    verified.flaw = siting::check(relation, verified.problem, certificate);
    take(certificate);
  }
  verified.candidates = relation.candidates();
  verified.demands = relation.demands();
  verified.pairs = relation.size();
  if (verified.flaw != siting::Flaw::none) return verified;
  for (const std::uint32_t c : verified.sites) verified.site_ids.push_back(t.candidate_place[c]);
  if (!tells_the_same(document, verified))
    return Error{Fault::input, "verify_other_answer", path, {files["certificate"]}};
  return verified;
}

}  // namespace lifecircle

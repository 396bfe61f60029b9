#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "algorithms/siting/check.hpp"
#include "algorithms/siting/rooms.hpp"
#include "algorithms/siting/solve.hpp"
#include "engine/base/result.hpp"
#include "io/write/outputs.hpp"

namespace lifecircle {

/// What a place of a question is called.
struct PlaceName {
  std::string id, name;
};

/// A question of siting and its answer as five files, which say all that somebody else needs to
/// hold the one against the other: `name`.json states the question, the answer and the SHA-256 of
/// the others: `name`_matrix.csv (who reaches whom, and how fast), `name`_demand.csv (who counts
/// how much), `name`_candidates.csv (what may be built) and `name`_certificate.txt (the bound).
/// Candidates and demands have numbers there; their names stand beside them. Where sites have room
/// the tables say so (`room`, `load`), and the certificate says who goes where (rooms.hpp). `about`
/// is said in the first, and no more.
struct SitingProof {
  const siting::Relation* relation;
  const siting::Problem* problem;
  const siting::Solved* solved;
  std::vector<PlaceName> candidates, demands;
  nlohmann::ordered_json about;
  /// Where sites have room: what everybody takes, what each has, and who goes where.
  struct Rooms {
    const std::vector<std::int64_t>*load, *room;
    const siting::RoomAnswer* answer;
  };
  std::optional<Rooms> rooms = {};
};
Result<Done> write_siting_proof(Outputs& out, const std::string& name, const SitingProof& proof);

/// What a proof said, and whether it holds.
struct VerifiedProof {
  siting::Flaw flaw = siting::Flaw::none;
  siting::Problem problem;
  bool feasible = false, has_rooms = false;
  std::vector<std::uint32_t> sites;
  std::vector<std::string> site_ids;  ///< as the candidates' table has them
  std::int64_t value = 0, bound = 0;
  std::size_t candidates = 0, demands = 0, pairs = 0;
  nlohmann::ordered_json about;
};
/// Reads a proof back and checks it by the tables alone (check.hpp), and that the answer it tells
/// is the one that is proven. Errors: a file that is not there, is no such file, is another than
/// the proof was written with, or tells another answer.
Result<VerifiedProof> verify_siting_proof(const std::string& path);

}  // namespace lifecircle

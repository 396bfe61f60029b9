#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "algorithms/siting/check.hpp"
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
/// Candidates and demands have numbers there; their names stand beside them. `about` is said in
/// the first, and no more.
struct SitingProof {
  const siting::Relation* relation;
  const siting::Problem* problem;
  const siting::Solved* solved;
  std::vector<PlaceName> candidates, demands;
  nlohmann::ordered_json about;
};
Result<Done> write_siting_proof(Outputs& out, const std::string& name, const SitingProof& proof);

/// What a proof said, and whether it holds.
struct VerifiedProof {
  siting::Flaw flaw = siting::Flaw::none;
  siting::Problem problem;
  siting::Certificate certificate;
  std::size_t candidates = 0, demands = 0, pairs = 0;
  nlohmann::ordered_json about;
};
/// Reads a proof back and checks it by the tables alone (check.hpp). Errors: a file that is not
/// there, is no such file, or is another than the proof was written with.
Result<VerifiedProof> verify_siting_proof(const std::string& path);

}  // namespace lifecircle

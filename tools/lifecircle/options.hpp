#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// What the command line asks for.
struct Command {
  std::variant<RunOptions, CompareOptions, SiteOptions, VerifyOptions, CheckOptions, MatrixOptions,
               CirclesOptions, NetworkOptions, NetworkBuildOptions, NetworkCheckOptions,
               StandardsOptions>
      verb;
  int threads = 0;               ///< 0: every core
  std::uint64_t max_memory = 0;  ///< bytes; 0: as much as there is
  bool quiet = false, json = false, no_progress = false;
  bool allow_database = false;  ///< PG: sources may be opened
};

/// Reads the words after "lifecircle". A wrong use is an Error with Fault::usage: an unknown
/// verb or option (with the names that may have been meant), a value that is missing,
/// too much or no number, options that do not go together. Help and version
/// are not for here (help.hpp).
Result<Command> read_command(const std::vector<std::string>& words);

/// "data.gpkg:homes" is the layer homes of data.gpkg, unless a file has that whole name.
LayerSource layer_named(const std::string& text);

}  // namespace lifecircle

#pragma once

#include "engine/base/result.hpp"
#include "tools/lifecircle/given_words.hpp"
#include "tools/lifecircle/options.hpp"

/// What the words of each verb mean. For options.cpp alone.
namespace lifecircle {

Result<RunOptions> run_options(const GivenWords& words);
Result<CompareOptions> compare_options(const GivenWords& words);
Result<SiteOptions> site_options(const GivenWords& words);
Result<VerifyOptions> verify_options(const GivenWords& words);
Result<CheckOptions> check_options(const GivenWords& words);
Result<MatrixOptions> matrix_options(const GivenWords& words);
Result<CirclesOptions> circles_options(const GivenWords& words);
Result<StandardsOptions> standards_options(const GivenWords& words);
/// "network", "network build ...", "network check FILE"; `command` has what all verbs have.
Result<Command> network_command(const GivenWords& words, Command command);

/// Roads and how to read them: of matrix, circles and network.
Result<RoadOptions> road_options(const GivenWords& words);

}  // namespace lifecircle

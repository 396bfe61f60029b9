#include "io/write/prepared_file.hpp"

#include <filesystem>

#include "io/write/outputs.hpp"

namespace lifecircle {

Result<Done> write_prepared_file(const std::string& path, const PreparedHead& head,
                                 const Network& network, std::span<const ModeGraph* const> graphs,
                                 const ProfileKeys& keys, const std::vector<std::string>& inputs) {
  auto outputs = Outputs::begin_file(path);
  if (!outputs) return outputs.error();
  outputs.value().protect(inputs);
  const std::string name = std::filesystem::path{path}.filename().string();
  const auto fill = [&](const Outputs::Put& put) {
    return write_prepared(head, network, graphs, keys, put);
  };
  if (auto done = outputs.value().bytes(name, prepared_bytes(network, graphs, keys), fill); !done)
    return done.error();
  if (const auto paths = outputs.value().commit(); !paths) return paths.error();
  return Done{};
}

}  // namespace lifecircle

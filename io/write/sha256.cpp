#include "io/write/sha256.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <new>
#include <vector>

#include <openssl/evp.h>

#include "engine/base/result.hpp"
#include "io/write/checked_file.hpp"
#include "io/write/outputs.hpp"

namespace lifecircle {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }
};

// SHA-256 is part of every OpenSSL; what can fail in it is only the memory.
Sha256::Sha256() : state_{std::make_unique<State>()} {
  if (state_->context == nullptr || EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1)
    throw std::bad_alloc{};
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1) throw std::bad_alloc{};
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(state_->context, digest.data(), &size) != 1) throw std::bad_alloc{};
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += "0123456789abcdef"[digest[i] >> 4];
    text += "0123456789abcdef"[digest[i] & 15];
  }
  return text;
}

namespace {

namespace fs = std::filesystem;

Error not_read(const std::string& path, int reason) {
  return Error{Fault::storage, "checksum_not_read", path, {std::strerror(reason)}};
}

Result<std::string> sha256_of_file(const std::string& path) {
  // Not blocking: a pipe of that name must not hold us up; it is refused below.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return not_read(path, errno);
  if (!S_ISREG(status.st_mode)) return not_read(path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);

  Sha256 sum;
  std::vector<char> block(std::size_t{1} << 20);
  for (;;) {
    const ssize_t got = ::read(file.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return not_read(path, errno);
    if (got == 0) return sum.hex();
    sum.add({block.data(), static_cast<std::size_t>(got)});
  }
}

}  // namespace

Result<std::string> sha256_of(const std::string& path) {
  std::error_code failure;
  if (!fs::is_directory(path, failure)) return sha256_of_file(path);

  // Names and contents, so that two files that swap their names make a difference.
  std::vector<std::string> names;
  fs::recursive_directory_iterator entry{path, failure};
  for (const fs::recursive_directory_iterator end; !failure && entry != end;
       entry.increment(failure)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored)) {
      names.push_back(entry->path().lexically_relative(path).generic_string());
    }
  }
  if (failure) return not_read(path, failure.value());
  std::ranges::sort(names);
  Sha256 sum;
  for (const std::string& name : names) {
    const Result<std::string> one = sha256_of_file((fs::path{path} / name).string());
    if (!one) return one;
    sum.add(name);
    sum.add({"\0", 1});
    sum.add(one.value());
    sum.add("\n");
  }
  return sum.hex();
}

}  // namespace lifecircle

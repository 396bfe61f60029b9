#include "io/read/child/stream.hpp"

#include <map>

namespace lifecircle {
namespace {

/// Problems that are counted and not listed are counted one by one.
constexpr std::uint64_t kMostUnlisted = 100'000'000;

}  // namespace

void ByteSink::bytes(const void* from, std::size_t size) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0 && taken_) {
    const std::size_t some = std::min(size, kPiece - piece_.size());
    piece_.append(at, some);
    at += some;
    size -= some;
    if (piece_.size() == kPiece) finish();
  }
}

bool ByteSink::finish() {
  if (taken_ && !piece_.empty()) taken_ = send_(piece_);
  piece_.clear();
  return taken_;
}

void ByteSink::text(std::string_view value) {
  array(std::span<const char>{value.data(), value.size()});
}

void ByteSink::texts(const std::vector<std::string>& values) {
  number(static_cast<std::int64_t>(values.size()));
  for (const std::string& value : values) text(value);
}

void ByteSink::problems(const Problems& values) {
  number(static_cast<std::int64_t>(values.list().size()));
  for (const Problem& problem : values.list()) {
    text(problem.key);
    text(problem.file);
    text(problem.layer);
    number(problem.row);
    texts(problem.args);
    number(problem.set_aside ? 1 : 0);
  }
  number(static_cast<std::int64_t>(values.counts().size()));
  for (const auto& [key, count] : values.counts()) {
    text(key);
    number(static_cast<std::int64_t>(count));
  }
  number(static_cast<std::int64_t>(values.conversions().size()));
  for (const Conversion& conversion : values.conversions()) {
    for (const auto* word :
         {&conversion.file, &conversion.layer, &conversion.stated, &conversion.found})
      text(*word);
    number(static_cast<std::int64_t>(conversion.steps.size()));
    for (const Conversion::Step& step : conversion.steps) {
      text(step.key);
      texts(step.args);
    }
  }
}

void ByteSink::error(const Error& value) {
  number(static_cast<std::int64_t>(value.fault));
  text(value.key);
  text(value.where);
  texts(value.args);
}

void ByteSource::bytes(void* to, std::size_t size) {
  auto* at = static_cast<char*>(to);
  while (size > 0 && good_) {
    if (taken_ == piece_.size()) {
      taken_ = 0;
      piece_.clear();
      good_ = more_(piece_);
      come_ += piece_.size();
      good_ = good_ && !piece_.empty() && come_ <= most_;
      if (!good_) piece_.clear();
      continue;
    }
    const std::size_t some = std::min(size, piece_.size() - taken_);
    std::memcpy(at, piece_.data() + taken_, some);
    taken_ += some;
    at += some;
    size -= some;
  }
}

std::uint64_t ByteSource::count(std::size_t least) {
  const auto size = static_cast<std::uint64_t>(number());  // one below 0 is one too large
  if (size > most_ / least) good_ = false;
  return good_ ? size : 0;
}

std::string ByteSource::text() {
  const std::vector<char> letters = array<char>();
  return {letters.begin(), letters.end()};
}

std::vector<std::string> ByteSource::texts() {
  std::vector<std::string> values;
  for (std::uint64_t left = count(sizeof(std::int64_t)); left > 0 && good_; --left)
    values.push_back(text());
  return values;
}

void ByteSource::problems(Problems& to) {
  std::vector<Problem> list;
  std::map<std::string, std::uint64_t> listed, unlisted;
  for (std::uint64_t left = count(sizeof(std::int64_t)); left > 0 && good_; --left) {
    Problem problem;
    problem.key = text();
    problem.file = text();
    problem.layer = text();
    problem.row = number();
    problem.args = texts();
    problem.set_aside = number() != 0;
    ++listed[problem.key];
    list.push_back(std::move(problem));
  }
  for (std::uint64_t left = count(sizeof(std::int64_t)); left > 0 && good_; --left) {
    const std::string key = text();
    const auto all = static_cast<std::uint64_t>(number());
    const std::uint64_t shown = listed[key];
    if (all == shown) continue;
    good_ = good_ && shown == Problems::kListed && all > shown && all - shown <= kMostUnlisted;
    unlisted[key] = all - shown;
  }
  std::vector<Conversion> conversions;
  for (std::uint64_t left = count(sizeof(std::int64_t)); left > 0 && good_; --left) {
    Conversion one;
    for (auto* word : {&one.file, &one.layer, &one.stated, &one.found}) *word = text();
    for (std::uint64_t steps = count(sizeof(std::int64_t)); steps > 0 && good_; --steps) {
      Conversion::Step step;
      step.key = text();
      step.args = texts();
      one.steps.push_back(std::move(step));
    }
    conversions.push_back(std::move(one));
  }
  if (!good_) return;
  for (Problem& problem : list) to.add(std::move(problem));
  // So many of its kind are listed already that these are counted alone.
  for (const auto& [key, more] : unlisted)
    for (std::uint64_t left = more; left > 0; --left) to.add({.key = key, .file = {}, .layer = {}});
  for (Conversion& one : conversions) to.note(std::move(one));
}

Error ByteSource::error() {
  Error value;
  value.fault = Fault::input;
  const std::int64_t fault = number();
  for (const Fault one : {Fault::storage, Fault::limit, Fault::interrupted})
    if (fault == static_cast<std::int64_t>(one)) value.fault = one;
  value.key = text();
  value.where = text();
  value.args = texts();
  return value;
}

}  // namespace lifecircle

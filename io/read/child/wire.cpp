#include "io/read/child/wire.hpp"

#include <cstring>

namespace lifecircle {

void Packer::number(std::int64_t value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  bytes_.append(bytes, sizeof bytes);
}

void Packer::text(std::string_view value) {
  number(static_cast<std::int64_t>(value.size()));
  bytes_.append(value);
}

void Packer::texts(const std::vector<std::string>& values) {
  number(static_cast<std::int64_t>(values.size()));
  for (const std::string& value : values) text(value);
}

void Packer::problems(const Problems& values) {
  number(static_cast<std::int64_t>(values.list().size()));
  for (const Problem& problem : values.list()) {
    text(problem.key);
    text(problem.file);
    text(problem.layer);
    number(problem.row);
    texts(problem.args);
    number(problem.set_aside ? 1 : 0);
  }
  number(static_cast<std::int64_t>(values.conversions().size()));
  for (const Conversion& conversion : values.conversions()) {
    text(conversion.file);
    text(conversion.layer);
    text(conversion.stated);
    text(conversion.found);
    number(static_cast<std::int64_t>(conversion.steps.size()));
    for (const Conversion::Step& step : conversion.steps) {
      text(step.key);
      texts(step.args);
    }
  }
}

void Packer::error(const Error& value) {
  number(static_cast<std::int64_t>(value.fault));
  text(value.key);
  text(value.where);
  texts(value.args);
}

std::int64_t Unpacker::number() {
  std::int64_t value = 0;
  if (rest_.size() < sizeof value) {
    good_ = false;
    rest_ = {};
    return 0;
  }
  std::memcpy(&value, rest_.data(), sizeof value);
  rest_.remove_prefix(sizeof value);
  return value;
}

std::string Unpacker::text() {
  const std::int64_t size = number();
  if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) {
    good_ = false;
    rest_ = {};
    return {};
  }
  std::string value{rest_.substr(0, static_cast<std::size_t>(size))};
  rest_.remove_prefix(static_cast<std::size_t>(size));
  return value;
}

std::size_t Unpacker::count() {
  const std::int64_t size = number();
  if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size() / sizeof size) {
    good_ = false;
    rest_ = {};
    return 0;
  }
  return static_cast<std::size_t>(size);
}

std::vector<std::string> Unpacker::texts() {
  std::vector<std::string> values(count());
  for (std::string& value : values) value = text();
  return values;
}

void Unpacker::problems(Problems& to) {
  for (std::size_t left = count(); left > 0 && good_; --left) {
    Problem problem;
    problem.key = text();
    problem.file = text();
    problem.layer = text();
    problem.row = number();
    problem.args = texts();
    problem.set_aside = number() != 0;
    if (good_) to.add(std::move(problem));
  }
  for (std::size_t left = count(); left > 0 && good_; --left) {
    Conversion conversion;
    conversion.file = text();
    conversion.layer = text();
    conversion.stated = text();
    conversion.found = text();
    conversion.steps.resize(count());
    for (Conversion::Step& step : conversion.steps) {
      step.key = text();
      step.args = texts();
    }
    if (good_) to.note(std::move(conversion));
  }
}

Error Unpacker::error() {
  Error value;
  switch (number()) {
    case static_cast<std::int64_t>(Fault::storage):
      value.fault = Fault::storage;
      break;
    case static_cast<std::int64_t>(Fault::limit):
      value.fault = Fault::limit;
      break;
    default:
      value.fault = Fault::input;
  }
  value.key = text();
  value.where = text();
  value.args = texts();
  return value;
}

}  // namespace lifecircle

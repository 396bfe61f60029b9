#include "io/read/child/channel.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace lifecircle {
namespace {

// A frame travels in packets, each with one of these before it.
constexpr char kMore = 'm', kLast = 'l', kDeath = 'd';
constexpr std::size_t kPacket = 64 * 1024;

ssize_t send_packet(int descriptor, char kind, std::string_view bytes, int flags) {
  iovec parts[2] = {{&kind, 1}, {const_cast<char*>(bytes.data()), bytes.size()}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  ssize_t sent;
  do sent = sendmsg(descriptor, &message, flags | MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent;
}

}  // namespace

Channel& Channel::operator=(Channel&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    look_ = other.look_;
  }
  return *this;
}

Channel::~Channel() {
  close();
}

void Channel::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

std::pair<Channel, Channel> Channel::pair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return {};
  return {Channel{ends[0]}, Channel{ends[1]}};
}

bool Channel::send(std::string_view frame) {
  if (look_ != nullptr) look_();
  while (frame.size() > kPacket) {
    if (send_packet(descriptor_, kMore, frame.substr(0, kPacket), 0) < 0) return false;
    frame.remove_prefix(kPacket);
  }
  return send_packet(descriptor_, kLast, frame, 0) >= 0;
}

Channel::Arrival Channel::receive(std::string& frame, Death& death, int seconds) {
  frame.clear();
  static thread_local std::vector<char> packet(kPacket + 1);
  for (;;) {
    pollfd wait{descriptor_, POLLIN, 0};
    int ready;
    do ready = poll(&wait, 1, seconds < 0 ? -1 : seconds * 1000);
    while (ready < 0 && errno == EINTR);
    if (ready == 0) return Arrival::late;
    ssize_t size;
    do size = recv(descriptor_, packet.data(), packet.size(), 0);
    while (size < 0 && errno == EINTR);
    if (size <= 0) return Arrival::closed;
    const std::string_view bytes{packet.data() + 1, static_cast<std::size_t>(size) - 1};
    if (packet[0] == kDeath) {
      if (bytes.size() != sizeof death) return Arrival::closed;
      std::memcpy(&death, bytes.data(), sizeof death);
      return Arrival::death;
    }
    if (frame.size() + bytes.size() > kMostBytes) return Arrival::too_large;
    frame.append(bytes);
    if (packet[0] == kLast) return Arrival::frame;
  }
}

bool Channel::has_arrival() const {
  pollfd look{descriptor_, POLLIN, 0};
  return poll(&look, 1, 0) > 0;
}

bool Channel::send_death(int descriptor, const Death& death) {
  char bytes[sizeof death];
  std::memcpy(bytes, &death, sizeof death);
  return send_packet(descriptor, kDeath, {bytes, sizeof bytes}, MSG_DONTWAIT) >= 0 ||
         (errno != EAGAIN && errno != EWOULDBLOCK);
}

bool Channel::send_descriptor(int handed, std::string_view word) {
  iovec part{const_cast<char*>(word.data()), word.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof handed)> room{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = room.data();
  message.msg_controllen = room.size();
  cmsghdr* const beside = CMSG_FIRSTHDR(&message);
  beside->cmsg_level = SOL_SOCKET;
  beside->cmsg_type = SCM_RIGHTS;
  beside->cmsg_len = CMSG_LEN(sizeof handed);
  std::memcpy(CMSG_DATA(beside), &handed, sizeof handed);
  ssize_t sent;
  do sent = sendmsg(descriptor_, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

int Channel::receive_descriptor(std::string& word) {
  word.resize(256);
  iovec part{word.data(), word.size()};
  int handed = -1;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof handed)> room{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = room.data();
  message.msg_controllen = room.size();
  ssize_t size;
  do size = recvmsg(descriptor_, &message, MSG_CMSG_CLOEXEC);
  while (size < 0 && errno == EINTR);
  if (size <= 0) return -1;
  word.resize(static_cast<std::size_t>(size));
  if (cmsghdr* const beside = CMSG_FIRSTHDR(&message);
      beside != nullptr && beside->cmsg_type == SCM_RIGHTS)
    std::memcpy(&handed, CMSG_DATA(beside), sizeof handed);
  return handed;
}

}  // namespace lifecircle

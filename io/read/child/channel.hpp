#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace lifecircle {

/// How a process ended, for those who waited for its answer.
struct Death {
  int signal = 0;     ///< that killed it; 0: none
  int exit_code = 0;  ///< where no signal did
  long peak_kb = 0;   ///< most memory that was resident
};

/// One end of a connection to another process of this program. Frames of bytes arrive whole or not
/// at all, of any size up to kMostBytes.
class Channel {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20;

  Channel() = default;
  explicit Channel(int descriptor) : descriptor_{descriptor} {}
  Channel(Channel&& other) noexcept
      : descriptor_{std::exchange(other.descriptor_, -1)}, look_{other.look_} {}
  Channel& operator=(Channel&& other) noexcept;
  ~Channel();

  /// Two connected ends; both closed if the system has none left.
  static std::pair<Channel, Channel> pair();
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  void close();

  /// To be called each time before something is sent.
  void before_sending(void (*look)()) { look_ = look; }
  /// False where nobody listens any more.
  bool send(std::string_view frame);

  enum class Arrival { frame, death, closed, late, too_large };
  /// Waits for the next frame: at most `seconds` for each part of it, or for ever if negative.
  Arrival receive(std::string& frame, Death& death, int seconds);
  /// Whether something has arrived that is not taken yet.
  bool has_arrival() const;

  /// Tells the other end how the process that answered it has ended; false: its way is full now.
  static bool send_death(int descriptor, const Death& death);
  /// Hands an open descriptor over, with a word; false where nobody listens.
  bool send_descriptor(int handed, std::string_view word);
  /// Takes one; -1 at the end.
  int receive_descriptor(std::string& word);

 private:
  int descriptor_ = -1;
  void (*look_)() = nullptr;
};

}  // namespace lifecircle

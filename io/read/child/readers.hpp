#pragma once

#include <string>

#include "engine/base/result.hpp"
#include "io/read/child/channel.hpp"
#include "io/read/child/memory_share.hpp"
#include "io/read/child/reader_process.hpp"

namespace lifecircle {

// The side that asks: what all that is read by other processes has in common.

/// The error that there is no reader; whoever has taken nothing yet may ask again.
inline constexpr const char* kReaderGone = "reader_gone";
/// How often. The process that waits may be gone, killed by hand or for want of memory. The first
/// try may not be told so before it waits for an answer, the second is when it asks, the third has
/// a new one.
inline constexpr int kReaderAttempts = 3;

/// Whether read_in_children() said that files are read by other processes.
bool reads_in_children();
/// A connection to a new reader; not open where none could be had.
struct Reader {
  Channel channel;
  ReaderLimits limits;
  MemoryShare memory;  ///< what it may take of what is left to this process
};
/// `part`: one such part of the memory left is the reader's, where it is limited. `of_database`: it
/// may open a socket until its table is open.
Reader open_reader(unsigned part, bool of_database = false);

/// What is said of a frame that was waited for and did not come; `how` is not Arrival::frame.
Error why_no_frame(Channel::Arrival how, const Death& death, const Reader& reader,
                   const std::string& where);
/// What is said of one that came and cannot be.
inline Error reader_nonsense(const std::string& where) {
  return {Fault::input, "reader_nonsense", where};
}

}  // namespace lifecircle

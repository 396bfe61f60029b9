#pragma once

namespace lifecircle {

/// From now on the first SIGINT, SIGTERM or SIGHUP only asks the work to stop; a second one
/// ends the program as if nobody listened. A closed pipe and a limit on the size
/// of files are failed writes, not deaths.
void listen_for_interrupts();

/// Whether the user has asked to stop.
bool interrupted();

/// Says so without a signal; or takes it back. For tests.
void set_interrupted(bool value);

}  // namespace lifecircle

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lifecircle {

/// Whether these words ask for a limit of memory (--max-memory).
bool limits_memory(const std::vector<std::string>& words);

/// Does the work in a process of its own and gives its exit code. A library that gets no memory may
/// end its process without a word: then this one says what was so, takes away what the other left
/// half written, and gives the code of a limit. Signals to this process are handed on; whatever
/// else kills the worker kills this one the same way. To be called before there are threads.
int supervise(const std::vector<std::string>& words, const std::function<int()>& work);

/// Where the work stands, for the sentence above; nothing where nobody supervises.
void tell_supervisor(std::string_view stage);

}  // namespace lifecircle

#pragma once

#include <string>
#include <string_view>

namespace lifecircle {

/// A text for somebody's eyes without the passwords in it, whatever program the text was meant for:
/// all that follows password=, passwd= or pwd=, and what stands before '@' in //user:word@host and
/// scheme:user:word@host. Hides rather too much: what follows such a word may hold blanks.
std::string without_secrets(std::string_view text);

}  // namespace lifecircle

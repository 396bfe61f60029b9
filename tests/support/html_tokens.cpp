#include "tests/support/html_tokens.hpp"

#include <cctype>
#include <cstddef>

namespace lifecircle::test {
namespace {

std::string resolved(std::string_view text) {
  static const std::map<std::string, std::string, std::less<>> kNames{
      {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text[0] == '&' ? text.find(';') : std::string_view::npos;
    const auto found =
        end == std::string_view::npos ? kNames.end() : kNames.find(text.substr(0, end + 1));
    if (found != kNames.end()) {
      out += found->second;
      text.remove_prefix(end + 1);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

class Reader {
 public:
  explicit Reader(std::string_view page) : rest_{page} {}

  std::vector<HtmlToken> read() {
    while (!rest_.empty()) {
      if (rest_.starts_with("<!--")) {
        out_.push_back({HtmlToken::Kind::comment, {}, {}, std::string{take_to("-->")}});
      } else if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
        take_to(">");
      } else if (rest_.size() > 1 && rest_[0] == '<' && (is_letter(rest_[1]) || rest_[1] == '/')) {
        read_tag();
      } else {
        const std::size_t end = rest_.find('<', 1);
        out_.push_back({HtmlToken::Kind::text, {}, {}, resolved(take(end))});
      }
    }
    return std::move(out_);
  }

 private:
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view take_to(std::string_view end) {
    const std::size_t at = rest_.find(end);
    return take(at == std::string_view::npos ? at : at + end.size());
  }

  void read_tag() {
    HtmlToken tag{rest_[1] == '/' ? HtmlToken::Kind::close : HtmlToken::Kind::open};
    take(tag.kind == HtmlToken::Kind::close ? 2 : 1);
    tag.name = take(rest_.find_first_of(" \n\t/>"));
    while (!rest_.empty() && rest_[0] != '>') {
      if (rest_[0] == ' ' || rest_[0] == '\n' || rest_[0] == '\t' || rest_[0] == '/') {
        take(1);
        continue;
      }
      const std::string name{take(rest_.find_first_of(" \n\t/>="))};
      std::string value;
      if (rest_.starts_with("=\"")) {
        take(2);
        value = resolved(take(rest_.find('"')));
        take(1);
      } else if (rest_.starts_with("=")) {
        take(1);
        value = take(rest_.find_first_of(" \n\t>"));
      }
      tag.attributes[name] = value;
    }
    take(1);
    const bool is_raw =
        tag.kind == HtmlToken::Kind::open && (tag.name == "script" || tag.name == "style");
    out_.push_back(tag);
    if (!is_raw) return;
    // In a script "<!-- <script" would change what ends it: a page must not hold that either.
    out_.push_back({HtmlToken::Kind::text, {}, {}, std::string{take(rest_.find("</" + tag.name))}});
  }

  std::string_view rest_;
  std::vector<HtmlToken> out_;
};

}  // namespace

std::vector<HtmlToken> html_tokens(std::string_view page) {
  return Reader{page}.read();
}

std::vector<HtmlTable> html_tables(const std::vector<HtmlToken>& tokens) {
  std::vector<HtmlTable> tables;
  bool in_cell = false;
  for (const HtmlToken& token : tokens) {
    const bool is_cell = token.name == "td" || token.name == "th";
    if (token.kind == HtmlToken::Kind::open && token.name == "table") tables.emplace_back();
    if (token.kind == HtmlToken::Kind::open && token.name == "tr") tables.back().emplace_back();
    if (is_cell) in_cell = token.kind == HtmlToken::Kind::open;
    if (is_cell && in_cell) tables.back().back().emplace_back();
    if (in_cell && token.kind == HtmlToken::Kind::text) tables.back().back().back() += token.text;
  }
  return tables;
}

std::string html_text_of(const std::vector<HtmlToken>& tokens, const std::string& id) {
  std::string text, name;
  int depth = 0;
  for (const HtmlToken& token : tokens) {
    const auto own = token.attributes.find("id");
    if (depth == 0 && own != token.attributes.end() && own->second == id) {
      name = token.name;
      depth = 1;
    } else if (depth > 0 && token.name == name) {
      depth += token.kind == HtmlToken::Kind::open ? 1 : -1;
      if (depth == 0) return text;
    } else if (depth > 0 && token.kind == HtmlToken::Kind::text) {
      text += token.text;
    }
  }
  return text;
}

}  // namespace lifecircle::test

// Writes the pages that report_test.mjs opens into a folder:  make_pages FOLDER

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/write/report/page_text.hpp"
#include "io/write/report/report_html.hpp"
#include "io/write/svg.hpp"
#include "tests/support/hostile_town.hpp"
#include "tests/support/report_town.hpp"
#include "tools/lifecircle/program.hpp"

namespace {

using namespace lifecircle;

void write(const std::filesystem::path& folder, const char* name, const ReportPage& page,
           Language language) {
  LonLatBox box;
  box.add(106.0, 33.0);
  box.add(106.2, 33.2);
  const Result<std::string> html = report_html(page, Frame::around(box).value(), language);
  if (!html) {
    std::cerr << name << ": " << say(html.error().key, Language::en, html.error().args) << '\n';
    std::exit(1);
  }
  std::ofstream file{folder / name, std::ios::binary};
  file << html.value();
  file.close();
  if (!file) {
    std::cerr << name << ": cannot be written\n";
    std::exit(1);
  }
}

/// The report of a whole run of a town of hostile names (run.html), and what it is to show: the
/// title, the names and the kinds of elements and attributes that the page of a plain one has.
void write_run(const std::filesystem::path& folder) {
  const auto run = [&](const std::string& name, const std::vector<test::HostileName>& names) {
    test::write_hostile_town(folder / name, names, 3);
    const std::string out = (folder / name / "out").string();
    if (run_program({"run", (folder / name / "study.toml").string(), "--out", out, "--quiet",
                     "--report", "--lang", "zh"},
                    std::cout, std::cerr, Terminal{}) != 0)
      std::exit(1);
    std::filesystem::copy_file(out + "/report.html", folder / (name + ".html"));
  };
  run("run", test::hostile_town_names());
  run("plain-run", test::plain_town_names());
  nlohmann::json shown{
      {"title", page::shown(test::hostile_study_name(test::hostile_town_names()).held)}};
  for (const test::HostileName& name : test::hostile_town_names())
    shown["names"].push_back(page::shown(name.held));
  std::ofstream{folder / "run.json"} << shown.dump(1) << '\n';
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return std::cerr << "make_pages FOLDER\n", 2;
  const std::filesystem::path folder{words[1]};
  std::filesystem::create_directories(folder);
  {
    const auto town = test::report_town();
    for (const Language language : {Language::zh, Language::en}) {
      const std::vector<PictureLayer> drawn{
          {&town->layers[0]}, {&town->layers[1]}, {&town->layers[2]}};
      town->page.sections[1].pictures[0].bytes = svg_picture(drawn, {"示例 sample"}, language);
      write(folder, language == Language::zh ? "town.zh.html" : "town.en.html", town->page,
            language);
    }
  }
  {
    // Two services: of the first the clinics with 0 and 10 beds, of the second that with 40.
    const auto town = test::report_town();
    const auto beds = [](std::vector<Style::Class> classes) {
      return Style{.look = Style::Look::categories, .by = "beds", .classes = std::move(classes)};
    };
    town->page.map_choice_title = {"服务", "service"};
    town->page.map_choices = {{"医疗", "health"}, {"<b>养老</b>", "<b>care</b>"}};
    town->page.map[2].looks = {
        beds({{"0", "none", "无床位", "#111111"}, {"10", "ten", "十张", "#222222"}}),
        beds({{"40", "forty", "四十张", "#333333"}})};
    write(folder, "choices.html", town->page, Language::zh);
  }
  write(folder, "empty.html", test::report_town({.communities = 0, .gaps = 0})->page, Language::zh);
  write(folder, "long.html", test::report_town({.gaps = 10'000})->page, Language::zh);
  write(folder, "hostile.html", test::report_town({.names = test::hostile_names()})->page,
        Language::zh);
  write(folder, "many.html", test::report_town({.communities = 2'000, .roads = 19'000})->page,
        Language::en);
  write_run(folder);
  return 0;
}

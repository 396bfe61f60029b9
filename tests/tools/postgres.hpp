#pragma once

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace lifecircle::test {

/// A PostgreSQL server with PostGIS of a test's own: a new cluster in a folder that is gone
/// afterwards, on a socket in it and nowhere else. As another user where the test is root, as whom
/// the server refuses to run.
class Postgres {
 public:
  Postgres() {
    namespace fs = std::filesystem;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", failed))
      programs_ = std::max(programs_, (entry.path() / "bin").string());
    if (programs_.empty() || !fs::exists(programs_ + "/initdb")) return;
    std::string name = "/tmp/lifecircle_pg_XXXXXX";  // the path of a socket must be short
    if (::mkdtemp(name.data()) == nullptr) return;
    folder_ = name;
    if (::getuid() == 0) {
      const passwd* owner = ::getpwnam("postgres");
      if (owner == nullptr || ::chown(name.c_str(), owner->pw_uid, owner->pw_gid) != 0) return;
      as_owner_ = "setpriv --reuid=" + std::to_string(owner->pw_uid) +
                  " --regid=" + std::to_string(owner->pw_gid) + " --clear-groups ";
    }
    runs_ = run("initdb -D " + folder_ + "/cluster -U planner -A trust --no-sync") &&
            run("pg_ctl -D " + folder_ + "/cluster -w -l " + folder_ +
                "/log start -o \"-c "
                "listen_addresses='' -c unix_socket_directories=" +
                folder_ + " -c fsync=off\"") &&
            sql("create extension postgis");
  }
  ~Postgres() {
    if (runs_) run("pg_ctl -D " + folder_ + "/cluster -m immediate stop");
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  /// False where no server is installed or it does not start; where CI is set that is a failure.
  bool runs() const {
    const char* ci = std::getenv("CI");
    if (!runs_ && ci != nullptr && *ci != '\0') ADD_FAILURE() << "no PostgreSQL with PostGIS here";
    return runs_;
  }
  /// What libpq, GDAL and a study call it.
  std::string name() const { return "PG:host=" + folder_ + " dbname=postgres user=planner"; }
  bool sql(const std::string& text) const {
    return run("psql -h " + folder_ + " -U planner -d postgres -v ON_ERROR_STOP=1 -qAtXc \"" +
               text + "\"");
  }

 private:
  bool run(const std::string& words) const {
    return std::system(("cd / && " + as_owner_ + programs_ + "/" + words + " > " + folder_ +
                        "/out.log 2>&1")
                           .c_str()) == 0;
  }

  std::string programs_, folder_, as_owner_;
  bool runs_ = false;
};

}  // namespace lifecircle::test

"""pgr_drivingDistance of pgRouting on the exported roads, in a PostgreSQL server of its own.
  ask_pgrouting.py FOLDER from|to"""

import glob
import os
import pwd
import shutil
import sys
import tempfile
import time

import tables

folder, direction = sys.argv[1:]
programs = max(glob.glob("/usr/lib/postgresql/*/bin"))
own = tempfile.mkdtemp(prefix="peers_")  # its path is a socket's: it must be short
as_owner = []
if os.getuid() == 0:  # as whom the server refuses to run
    owner = pwd.getpwnam("postgres")
    os.chown(own, owner.pw_uid, owner.pw_gid)
    as_owner = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def postgres(program, *words, **more):
    return tables.ask(*as_owner, os.path.join(programs, program), *words, cwd=own, **more)


def psql(sql):
    return postgres("psql", "-h", own, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAtX", "-F,",
                    input=sql)


def copied(name, columns):
    """Columns of a table for copy, by standard input: the server may not read the folder."""
    lines = [",".join(row[column] for column in columns) for row in tables.rows(folder, name)]
    return "\n".join(lines) + "\n\\.\n"


cost, reverse_cost = (("forward_ms", "backward_ms") if direction == "from" else
                      ("backward_ms", "forward_ms"))  # "to" is asked on the reversed roads
try:
    postgres("initdb", "-D", own + "/cluster", "-A", "trust", "--no-sync")
    postgres("pg_ctl", "-D", own + "/cluster", "-w", "-l", own + "/log", "start", "-o",
             f"-c listen_addresses='' -c unix_socket_directories={own} -c fsync=off")
    try:
        began = time.monotonic()
        psql("create extension postgis; create extension pgrouting;"
             "create table pieces (id bigint primary key, source bigint, target bigint,"
             "                     cost double precision, reverse_cost double precision);"
             "create table starts (start bigint, node bigint);\n"
             "copy pieces from stdin csv;\n" +
             copied("pieces.csv", ["piece", "source", "target", cost, reverse_cost]) +
             "copy starts from stdin csv;\n" + copied("starts.csv", ["start", "node"]))
        text = psql(
            "select start, d.node, d.agg_cost::text from pgr_drivingDistance("
            "  'select * from pieces', (select array_agg(node) from starts),"
            f" {tables.LIMIT_MS}, true) d join starts on starts.node = d.from_v"
            " order by start, d.node")
        seconds = time.monotonic() - began
        version = psql("select pgr_version()").strip()
    finally:
        postgres("pg_ctl", "-D", own + "/cluster", "-m", "immediate", "stop")
finally:
    shutil.rmtree(own)
tables.write(folder, "pgrouting_times.csv", ["start", "node", "ms"],
             [line.split(",") for line in text.splitlines()])
tables.remark(folder, "pgrouting", name="pgr_drivingDistance", version=version, seconds=seconds)

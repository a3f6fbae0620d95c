"""PostgreSQL as the gradebook, for real: a server that the test starts, named in nbgrader's own `db_url`."""

import getpass
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from graded_course import (
    BIN,
    GOOD,
    HALF,
    LESSON,
    comments,
    copy_course,
    files,
    hand_in,
    responses,
    rows,
    run,
    sample_cohort,
)

POSTGRES = shutil.which("initdb") or next((str(p) for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)

pytestmark = pytest.mark.skipif(
    POSTGRES is None or importlib.util.find_spec("psycopg") is None,
    reason="needs PostgreSQL's server (initdb, pg_ctl) and the driver psycopg",
)


@pytest.fixture(scope="module")
def server():
    """A server of its own on a socket; its address for SQLAlchemy."""
    import pwd  # where PostgreSQL's socket is, this is

    bin = Path(POSTGRES).parent
    # PostgreSQL does not run as root, and pytest's own folders are for their owner alone
    home = Path(tempfile.mkdtemp(prefix="changework-pg-"))
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    as_user = {"user": user, "cwd": "/"} if os.geteuid() == 0 else {}
    os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    subprocess.run([bin / "initdb", "-D", home / "data", "-U", "changework", "-A", "trust"], check=True,
                   capture_output=True, **as_user)  # fmt: skip
    started = [bin / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log",
               "-o", f"-c listen_addresses='' -k {home}", "start"]  # fmt: skip
    subprocess.run(started, check=True, stdout=subprocess.DEVNULL, **as_user)
    yield f"postgresql+psycopg://changework@/postgres?host={home}"
    subprocess.run([bin / "pg_ctl", "-D", home / "data", "-m", "fast", "stop"], check=True,
                   stdout=subprocess.DEVNULL, **as_user)  # fmt: skip
    shutil.rmtree(home)


def in_postgres(server):
    """The same rows as `rows` and `comments` read from SQLite."""
    import psycopg

    host = server.rpartition("host=")[2]
    with psycopg.connect(host=host, user="changework", dbname="postgres") as database:
        found = database.execute(
            """select sa.student_id, bc.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade::int
               from grade g join base_cell bc on bc.id = g.cell_id join submitted_notebook sn on sn.id = g.notebook_id
               join submitted_assignment sa on sa.id = sn.assignment_id"""
        ).fetchall()
        said = database.execute(
            """select sa.student_id, bc.name, c.auto_comment, c.manual_comment
               from comment c join base_cell bc on bc.id = c.cell_id join submitted_notebook sn on sn.id = c.notebook_id
               join submitted_assignment sa on sa.id = sn.assignment_id"""
        ).fetchall()
    return {row[:2]: row[2:] for row in found}, {row[:2]: row[2:] for row in said}


def test_grading_into_postgres_gives_the_rows_and_files_of_sqlite(built, server, tmp_path):
    roots = [copy_course(built, tmp_path / name) for name in ("sqlite", "postgres")]
    (roots[1] / "gradebook.db").unlink()
    with (roots[1] / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {server!r}\n")
    done = run(roots[1], "nbgrader", "generate_assignment", LESSON, "--force")
    assert done.returncode == 0, done.stderr
    for root in roots:
        sample_cohort(root)
        done = run(root, "changework", "grade", LESSON, "--feedback")
        assert done.returncode == 0, done.stdout + done.stderr
    assert not (roots[1] / "gradebook.db").exists()
    found, said = in_postgres(server)
    assert found == {key: row[:4] for key, row in rows(roots[0]).items()}
    assert said == comments(roots[0])
    assert files(roots[0]) == files(roots[1])
    assert files(roots[0], "feedback") == files(roots[1], "feedback")

    both = [hand_in(roots[1], f"late-{n}", responses(GOOD, HALF)) for n in range(6)]
    commands = [[str(BIN / "changework"), "grade", LESSON]] * 2
    twice = [subprocess.Popen(c, cwd=roots[1], stdout=subprocess.PIPE, text=True) for c in commands]
    told = [process.communicate()[0] for process in twice]
    assert [process.returncode for process in twice] == [0, 0], told
    found, _ = in_postgres(server)
    assert len([key for key in found if key[0].startswith("late-") and key[1] == "rewrite-1"]) == len(both)

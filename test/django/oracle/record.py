"""Asks real Django what it does with the migrations of one or several projects, and prints the answers as JSON.

    python record.py --socket /run/postgresql --user postgres PROJECT...

Each PROJECT is a directory with a ``settings.py``. For every project a process of its own is forked and an empty
database created. Then the migrations are taken in the order in which ``migrate`` would take them: ``sqlmigrate``
prints each on a database that has all earlier ones (it looks up the names of constraints there), then the migration
is applied, and the statements that the schema editor really executed are noted too. A migration that PostgreSQL
refuses is faked and the next one follows.

The clock and the random UUIDs stand still (see FROZEN), so that the values of callable defaults are the same in every
recording.
"""

import argparse
import datetime
import io
import json
import os
import sys
import tempfile
import traceback
import uuid

import django
from django.conf import settings

FROZEN = datetime.datetime(2024, 2, 29, 13, 14, 15, 167089)
FROZEN_UUID = uuid.UUID("a6a8d5ba-4c3d-4d7c-9d5e-0123456789ab")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--socket", required=True, help="directory of the socket of a PostgreSQL server")
    parser.add_argument("--user", required=True, help="a superuser of it, who needs no password")
    parser.add_argument("--port", default="5432")
    parser.add_argument("--settings", default="settings", help="name of the settings module of the projects")
    parser.add_argument("--only", default="", help="comma-separated app labels: record only their migrations")
    parser.add_argument("--all-apps", action="store_true", help="record also apps that lie outside of the project")
    parser.add_argument("projects", nargs="+")
    options = parser.parse_args()
    warm_up()
    options.graphs = f"oracle_graphs_{os.getpid()}"
    on_the_server(options, f'CREATE DATABASE "{options.graphs}" TEMPLATE template0')
    results = [in_a_process_of_its_own(project, options) for project in options.projects]
    on_the_server(options, f'DROP DATABASE "{options.graphs}"')
    json.dump({"django": django.get_version(), "python": sys.version.split()[0], "projects": results}, sys.stdout)


def warm_up():
    """Imports what every project needs, once before the forks."""
    import django.db.backends.postgresql.base  # noqa: F401
    import django.db.migrations.executor  # noqa: F401


def in_a_process_of_its_own(project, options):
    with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                result = record(os.path.abspath(project), options)
                with open(answer.name, "w") as file:
                    json.dump(result, file)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        if os.waitpid(child, 0)[1] != 0:
            sys.exit(f"{project} could not be recorded with Django {django.get_version()}")
        return json.load(answer)


def record(project, options):
    corpus = read_corpus(project)
    database = f"oracle_{os.getpid()}" if corpus.get("sql", True) else options.graphs
    set_up(project, options, database)
    from django.db import connection

    result = {"project": project, "postgres": ".".join(map(str, divmod(connection.pg_version, 10000)))}
    result["graphs"] = [graph([])] + [graph(applied) for applied in corpus.get("applied", [])]
    if corpus.get("sql", True):
        result["migrations"] = migrations(project, options)
    connection.close()
    if database != options.graphs:
        on_the_server(options, f'DROP DATABASE "{database}"')
    return result


def read_corpus(project):
    path = os.path.join(project, "corpus.json")
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return json.load(file)


# Setting up


def set_up(project, options, database):
    stand_still()
    sys.dont_write_bytecode = True
    sys.path.insert(0, project)
    os.chdir(project)
    os.environ["DJANGO_SETTINGS_MODULE"] = options.settings
    if database != options.graphs:
        on_the_server(options, f'CREATE DATABASE "{database}" TEMPLATE template0')
    settings.DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "HOST": options.socket,
            "PORT": options.port,
            "USER": options.user,
        }
    }
    django.setup()
    count_what_is_executed()


def on_the_server(options, *statements):
    try:
        import psycopg as driver
    except ImportError:
        import psycopg2 as driver
    connection = driver.connect(host=options.socket, port=options.port, user=options.user, dbname="postgres")
    connection.autocommit = True
    for sql in statements:
        connection.cursor().execute(sql)
    connection.close()


def stand_still():
    import django.db.backends.base.schema as schema
    import django.utils.timezone as timezone

    class Kind(type):
        def __instancecheck__(cls, value):
            return isinstance(value, cls.__bases__[0])

    class FrozenDate(datetime.date, metaclass=Kind):
        @classmethod
        def today(cls):
            return FROZEN.date()

    class FrozenDateTime(datetime.datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz=None):
            return FROZEN if tz is None else FROZEN.replace(tzinfo=datetime.timezone.utc).astimezone(tz)

        @classmethod
        def today(cls):
            return FROZEN

        @classmethod
        def utcnow(cls):
            return FROZEN

    uuid.uuid4 = lambda: FROZEN_UUID
    timezone.now = lambda: FROZEN.replace(tzinfo=datetime.timezone.utc) if settings.USE_TZ else FROZEN
    timezone.datetime = FrozenDateTime
    schema.datetime = FrozenDateTime
    datetime.date = FrozenDate
    datetime.datetime = FrozenDateTime


EXECUTED = []


def count_what_is_executed():
    """Notes each statement that a schema editor executes, written as ``sqlmigrate`` would write it."""
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

    execute = BaseDatabaseSchemaEditor.execute

    def noting(self, sql, params=()):
        if not self.collect_sql:
            text = str(sql) if params is None else merged(self.connection, str(sql), params)
            EXECUTED.append(text if text.rstrip().endswith(";") else text + ";")
        return execute(self, sql, params)

    BaseDatabaseSchemaEditor.execute = noting


def merged(connection, sql, params):
    """The statement with its parameters in it; from 4.2 on Django does that itself."""
    with connection.cursor() as cursor:
        text = cursor.mogrify(sql, params)
    return text.decode() if isinstance(text, bytes) else text


# What sqlmigrate prints and what migrate does


def migrations(project, options):
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except Exception:
        # The recorded graph says why.
        return []
    only = [label for label in options.only.split(",") if label]
    load_once(connection)
    executor.recorder.ensure_schema()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = executor._create_project_state(with_applied_migrations=True)
    recorded = []
    for migration, _ in plan:
        label, name = migration.app_label, migration.name
        own = options.all_apps or path_of(migration).startswith(project + os.sep)
        case = {"app": label, "name": name, "file": os.path.relpath(path_of(migration), project)}
        if own and (not only or label in only):
            sqlmigrate(case)
            recorded.append(case)
        state = apply(executor, state, migration, case)
    apps.clear_cache()
    return recorded


def load_once(connection):
    """``sqlmigrate`` reads all files anew each time; they do not change here."""
    from django.core.management.commands import sqlmigrate
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection, replace_migrations=False)
    sqlmigrate.MigrationLoader = lambda *args, **kwargs: loader


def path_of(migration):
    return os.path.abspath(sys.modules[type(migration).__module__].__file__)


def sqlmigrate(case):
    from django.core.management import call_command

    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("sqlmigrate", case["app"], case["name"], stdout=out, stderr=err, no_color=True)
        case["sql"] = out.getvalue()
    except Exception as error:
        case["error"] = described(error)


def apply(executor, state, migration, case):
    from django.db import connection

    EXECUTED.clear()
    before = state.clone()
    try:
        state = executor.apply_migration(state, migration)
    except Exception as error:
        case["refused"] = described(error)
        connect_anew(connection)
        executor.recorder.record_applied(migration.app_label, migration.name)
        try:
            state = migration.mutate_state(before)
        except Exception:
            state = before
    case["executed"] = list(EXECUTED)
    return state


def connect_anew(connection):
    """A statement of deferred SQL that fails leaves Django in the middle of a transaction."""
    connection.close()
    connection.connection = None
    connection.connect()


def described(error):
    message = str(error).strip().replace("/en/%d.%d/" % django.VERSION[:2], "/en/VERSION/")
    return {"class": type(error).__name__, "message": message}


# What the loader makes of the graph


def graph(applied):
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.all().delete()
    for node in applied:
        recorder.record_applied(*node.split("."))
    result = {"applied": applied}
    try:
        loader = MigrationLoader(connection)
        loader.check_consistent_history(connection)
        found = loader.graph
        result["roots"] = by_app(found.root_nodes())
        result["leaves"] = by_app(found.leaf_nodes())
        result["conflicts"] = {app: sorted(names) for app, names in sorted(loader.detect_conflicts().items())}
        plan = MigrationExecutor(connection).migration_plan(found.leaf_nodes())
        result["plan"] = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
        if result["conflicts"]:
            result["merge"] = merge()
    except Exception as error:
        result["error"] = described(error)
    recorder.migration_qs.all().delete()
    return result


def by_app(nodes):
    apps = {}
    for app, name in sorted(nodes):
        apps.setdefault(app, []).append(name)
    return apps


def merge():
    """What ``makemigrations --merge`` would write."""
    from django.core.management import call_command

    out = io.StringIO()
    try:
        call_command("makemigrations", merge=True, interactive=False, dry_run=True, verbosity=3, stdout=out, no_color=True)
        return {"text": without_release(out.getvalue())}
    except (Exception, SystemExit) as error:
        return {"error": described(error), "text": without_release(out.getvalue())}


def without_release(text):
    """The release is in each file that Django writes; left in, no two versions would agree."""
    return text.replace(f"Django {django.get_version()}", "Django VERSION")


if __name__ == "__main__":
    main()

"""Takes Django projects forwards and backwards on a real PostgreSQL, and prints what came of it as JSON.

    python prove.py --socket /run/postgresql --user oracle --dump pg_dump ROWS PROJECT...

Each PROJECT is a directory with an app ``shop``, whose first migration makes the tables that the SQL in the file ROWS
fills. Then ``migrate`` runs to the end, ``makemigrations --check`` is asked, and ``migrate`` runs back to the first
migration.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import traceback

import django
from django.conf import settings


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--socket", required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--dump", required=True)
    parser.add_argument("rows")
    parser.add_argument("projects", nargs="+")
    options = parser.parse_args()
    import django.db.backends.postgresql.base  # noqa: F401
    import django.db.migrations.executor  # noqa: F401

    json.dump([in_a_process_of_its_own(project, options) for project in options.projects], sys.stdout)


def in_a_process_of_its_own(project, options):
    with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                result = prove(os.path.abspath(project), options)
                with open(answer.name, "w") as file:
                    json.dump(result, file)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        if os.waitpid(child, 0)[1] != 0:
            sys.exit(f"{project} could not be proven with Django {django.get_version()}")
        return json.load(answer)


def prove(project, options):
    database = f"prove_{os.getpid()}"
    on_the_server(options, f'CREATE DATABASE "{database}" TEMPLATE template0')
    sys.dont_write_bytecode = True
    sys.path.insert(0, project)
    settings.configure(
        INSTALLED_APPS=["shop"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": database,
                "HOST": options.socket,
                "USER": options.user,
            }
        },
    )
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    def step(*command, **keywords):
        try:
            call_command(*command, stdout=io.StringIO(), stderr=io.StringIO(), no_color=True, **keywords)
        except (Exception, SystemExit) as error:
            connection.close()
            return f"{type(error).__name__}: {error}".strip()
        return None

    result = {"start": step("migrate", "shop", "0001")}
    with connection.cursor() as cursor, open(options.rows) as rows:
        cursor.execute(rows.read())
    connection.close()
    result["before"] = schema(database, options)
    result["forwards"] = step("migrate")
    result["after"] = schema(database, options)
    result["check"] = step("makemigrations", check=True, dry_run=True)
    result["backwards"] = step("migrate", "shop", "0001")
    result["back"] = schema(database, options)
    connection.close()
    on_the_server(options, f'DROP DATABASE "{database}"')
    return result


def schema(database, options):
    """The lines of a dump in an order that does not mind that of columns."""
    command = [options.dump, "-h", options.socket, "-U", options.user, "-d", database, "--schema-only", "--no-owner"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line.rstrip(",") for line in text.splitlines()]
    return sorted(line for line in lines if line and not line.startswith(("--", "\\")))


def on_the_server(options, sql):
    try:
        import psycopg as driver
    except ImportError:
        import psycopg2 as driver
    connection = driver.connect(host=options.socket, user=options.user, dbname="postgres")
    connection.autocommit = True
    connection.cursor().execute(sql)
    connection.close()


if __name__ == "__main__":
    main()

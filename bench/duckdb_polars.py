"""Counts the same reports with Finsam, DuckDB and Polars, of the same Parquet file and in one run.

    cargo build --release -p finsam-bench --bin statistikfil
    pip install duckdb polars
    python bench/duckdb_polars.py [RECORDS] [TURNS]

The others hold the file in memory too, codes as enumerations; everyone has two threads. What they
count is held against Finsam's report, number for number, before anything is measured. Printed are medians and ratios.
Exit code 1 where a number differs, or with --krav N where Finsam is less than N times as fast as either.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["POLARS_MAX_THREADS"] = "2"

import duckdb  # noqa: E402
import polars as pl  # noqa: E402

GRUPPER = (
    "forsorjningsstod aktivitetsstod sjuk_rehabpenning sjuk_aktivitetsersattning studiestod annan_offentlig a_kassa "
    "ingen_offentlig"
).split()
FORE = [f"forsorjningFore_{grupp}" for grupp in GRUPPER]
EFTER = [f"forsorjningEfter_{grupp}" for grupp in GRUPPER]
KODER = ["insatsId", "registrering", "kon", "avslutsanledning"]
KOLUMNER = KODER + ["startdatum", "slutdatum", "alder"] + FORE + EFTER
RAKNADE = "registrering = 'person' AND (avslutsanledning IS NULL OR avslutsanledning <> 'felregistrering')"
ALDER = "CASE WHEN alder < 16 THEN '-15' WHEN alder < 30 THEN '16-29' WHEN alder < 45 THEN '30-44' \
WHEN alder < 60 THEN '45-59' ELSE '60-' END"


def duckdb_queries():
    """The reports as SQL: group, underlag, and the numbers of each row of the group in the order of the report."""
    summor = ", ".join(f"count(*) FILTER ({name})" for name in FORE + EFTER)
    return {
        "insats_kon": f"SELECT insatsId, kon, count(*), {summor} FROM t WHERE {RAKNADE} "
        "AND slutdatum BETWEEN DATE '2013-01-01' AND DATE '2013-12-31' GROUP BY ALL",
        "kon_alder": f"SELECT year(slutdatum), kon, {ALDER} AS a, count(*), {summor} FROM t WHERE {RAKNADE} "
        "AND slutdatum BETWEEN DATE '2008-01-01' AND DATE '2015-12-31' GROUP BY ALL",
        "deltog_insats": "SELECT insatsId, count(*), count(*) FILTER (startdatum >= DATE '2013-01-01'), "
        f"count(*) FILTER (slutdatum <= DATE '2013-12-31') FROM t WHERE {RAKNADE} AND startdatum <= DATE '2013-12-31' "
        "AND (slutdatum IS NULL OR slutdatum >= DATE '2013-01-01') GROUP BY ALL",
    }


def polars_queries(frame):
    """The same for Polars."""
    raknade = (pl.col("registrering") == "person") & (
        pl.col("avslutsanledning").is_null() | (pl.col("avslutsanledning") != "felregistrering")
    )
    slut, start = pl.col("slutdatum"), pl.col("startdatum")
    summor = [pl.len().alias("n")] + [pl.col(name).sum() for name in FORE + EFTER]
    fran, till = pl.date(2013, 1, 1), pl.date(2013, 12, 31)
    alder = pl.col("alder")
    grupp = (
        pl.when(alder < 16).then(pl.lit("-15")).when(alder < 30).then(pl.lit("16-29")).when(alder < 45)
        .then(pl.lit("30-44")).when(alder < 60).then(pl.lit("45-59")).otherwise(pl.lit("60-")).alias("a")
    )
    lazy = frame.lazy()
    return {
        "insats_kon": lazy.filter(raknade & slut.is_between(fran, till)).group_by("insatsId", "kon").agg(summor),
        "kon_alder": lazy.filter(raknade & slut.is_between(pl.date(2008, 1, 1), pl.date(2015, 12, 31)))
        .group_by(slut.dt.year().alias("ar"), "kon", grupp).agg(summor),
        "deltog_insats": lazy.filter(raknade & (start <= till) & (slut.is_null() | (slut >= fran)))
        .group_by("insatsId").agg(pl.len().alias("n"), (start >= fran).sum().alias("nya"),
                                  (slut <= till).sum().alias("avslutade")),
    }


def expected(name, path):
    """Finsam's report as groups with their numbers; groups with nobody are left out."""
    groups = {}
    with open(path, newline="", encoding="utf-8") as file:
        for rad in csv.DictReader(file):
            if name == "deltog_insats":
                key, numbers = (rad["insats"],), [rad["deltagare_antal"]]
            elif name == "insats_kon":
                key, numbers = (rad["insats"], rad["kon"]), [rad["fore_antal"], rad["efter_antal"]]
            else:
                key, numbers = (rad["ar"], rad["kon"], rad["aldersgrupp"]), [rad["fore_antal"], rad["efter_antal"]]
            group = groups.setdefault(key, {"underlag": int(rad["underlag"]), "tal": []})
            group["tal"].append([int(number) for number in numbers])
    columns = {key: [n for column in zip(*group["tal"]) for n in column] for key, group in groups.items()}
    return {
        key: ([group["underlag"]] if name != "deltog_insats" else []) + columns[key]
        for key, group in groups.items()
        if group["underlag"] > 0
    }


def found(rows, keys):
    """What another has counted, in the same form."""
    return {tuple(str(one) for one in row[:keys]): [int(n) for n in row[keys:]] for row in rows}


def median_ms(turns, run):
    """The median time of a query."""
    times = []
    for _ in range(turns):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("antal", nargs="?", type=int, default=5_000_000)
    parser.add_argument("varv", nargs="?", type=int, default=15)
    parser.add_argument("--krav", type=float, default=0.0)
    asked = parser.parse_args()
    binary = os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release", "statistikfil")
    with tempfile.TemporaryDirectory() as folder:
        fil = os.path.join(folder, "statistik.parquet")
        told = subprocess.run(
            [binary, fil, str(asked.antal), str(asked.varv)], check=True, capture_output=True, text=True
        ).stdout
        finsam = {one["what"]: one["ms"] for one in map(json.loads, told.splitlines())}
        size = os.path.getsize(fil)
        print(f"{asked.antal} participations, {size / asked.antal:.1f} bytes each in the file; "
              f"written in {finsam['write'] / 1000:.1f} s, read in {finsam['read'] / 1000:.1f} s")

        db = duckdb.connect()
        db.execute("SET threads = 2")
        for kod in KODER:
            db.execute(f"CREATE TYPE e_{kod} AS ENUM (SELECT DISTINCT {kod} FROM '{fil}' WHERE {kod} IS NOT NULL)")
        chosen = [f"{name}::e_{name} AS {name}" if name in KODER else name for name in KOLUMNER]
        db.execute(f"CREATE TABLE t AS SELECT {', '.join(chosen)} FROM '{fil}'")
        frame = pl.read_parquet(fil, columns=KOLUMNER).with_columns(pl.col(KODER).cast(pl.Categorical)).rechunk()

        print(f"\nDuckDB {duckdb.__version__}, Polars {pl.__version__}, medians of {asked.varv}\n")
        print("| report | Finsam, ms | DuckDB, ms | Polars, ms | DuckDB / Finsam | Polars / Finsam |")
        print("|---|---:|---:|---:|---:|---:|")
        slow, plans = [], polars_queries(frame)
        for name, sql in duckdb_queries().items():
            report = expected(name, f"{fil}.{name}.csv")
            keys = {"insats_kon": 2, "kon_alder": 3, "deltog_insats": 1}[name]
            for who, rows in (("DuckDB", db.execute(sql).fetchall()), ("Polars", plans[name].collect().rows())):
                if found(rows, keys) != report:
                    sys.exit(f"{name}: {who} counts otherwise than Finsam")
            duck = median_ms(asked.varv, lambda sql=sql: db.execute(sql).fetchall())
            bear = median_ms(asked.varv, lambda name=name: plans[name].collect())
            ms = finsam[name]
            print(f"| `{name}` | {ms:.1f} | {duck:.1f} | {bear:.1f} | {duck / ms:.1f} | {bear / ms:.1f} |")
            slow += [name] if min(duck, bear) < asked.krav * ms else []
        if slow:
            sys.exit(f"less than {asked.krav} times as fast: {', '.join(slow)}")


if __name__ == "__main__":
    main()

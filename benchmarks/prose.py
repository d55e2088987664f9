"""The words around the figures of docs/performance.md."""

HOW = """## How

`make bench` runs `gongzhi serve` (embedded PostgreSQL with fsync and synchronous commits on, two
web workers with eight threads each, one job worker) on data folders of its own, filled by the bulk
loader, and asks it over HTTP from the same machine: a raw-socket client in Python that takes part
in the two cores (its share stands in the table). {runs} runs of {seconds:.0f} s after
{warm_up:.0f} s of warm-up, {connections} connections; median and spread. `other programs` says how
many cores were taken by programs that do not belong to the measurement.

- **Intake**: `POST /api/v1/orders` with an API key, a phone number of one of 2,000 residents, a
  point in one of 16 grids and a class: authentication, locating, routing, deadlines, two events,
  the holder's row, clocks and the queued job. The job worker drains all the while; what is left
  when a run ends is the backlog, and is dropped before the next run.
- **Floor**: the same rows, one statement each, in one transaction,
  `pgbench -M prepared -c 4 -j 1` in a copy of the database, nothing else running.
- **Whole lives**: report, verify (the catalogue files and dispatches), sign, finish, check over the
  API; the resident's own rating form with session and CSRF token; then reading the order with its
  timeline. A life counts when the last answer says `closed`.
- **Both sizes in turn**: two servers up, one on each database, driven one after the other in
  pairs of runs that begin with the small and with the large size by turns; what a pair keeps is
  its large beside its small. Minutes apart the machine's own pace would be measured.
- **Pages**: {pages} requests over {page_connections} connections after a warm-up, signed in as
  staff who see the whole county (and as one department).
- **Worklists by part**: straight from the database, without the page: the first 50 open orders of
  the busiest body of each part by their clock, and how many there are and how many are late.
- **Memory**: resident and proportional set size after the last run, Linux.

`python -m benchmarks --quick` measures 10,000 orders once, for development."""

WHY = """
## What made the difference

- A report is one statement and so is a move, with what the system then does by itself. Both get
  their rows as JSON: a few parameters instead of two hundred, the same text every time, so that
  PostgreSQL plans it once a connection. They go to libpq directly, not through a cursor.
- Reports that come while one is being written are written together, by one statement and one
  commit; nobody waits for company (ADR 10).
- Events and parts are rows, not instances of models: a tenth of the price.
- A known resident is found within that statement; nothing is sealed, opened or loaded for it.
- A grid is found by cells and one test of a prepared shape, not by a tree.
- What follows is told in rounds, for all that waits; the worker stands back (nice) under load.
- The health check of a connection asks the socket, and the server only after 5 s of silence
  (`platform/postgresql`).
- What is not part of it: no asynchronous commit, no dropped constraint. Of the triggers two of
  the job library that wake listeners are off, since workers poll (ADR 4), and the next job is
  taken by a function of ours (ADR 9).

Behind a pooler in transaction mode that pooler has to know prepared statements (PgBouncer 1.21+).
"""
